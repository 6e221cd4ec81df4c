import type { Audience } from '@/lib/inbox/audience';
import type { Severity } from '@/lib/inbox/notification';
import type { Clock } from './clock';
import type { Answer, RequestProblem } from './request';
import type { AudienceReport } from './sending';

export type AudienceQuestion = Readonly<{ audience: Audience; category: string; severity: Severity }>;

/** What is known of the audience that is shown now. A number of another one is never shown for it. */
export type AudienceView =
  | Readonly<{ kind: 'nothing' }>
  | Readonly<{ kind: 'counting' }>
  | Readonly<{ kind: 'report'; report: AudienceReport }>
  | Readonly<{ kind: 'problem'; problem: RequestProblem }>;

export type AudienceWatch = Readonly<{
  getSnapshot(): AudienceView;
  subscribe(listener: () => void): () => void;
  /** What is asked from here on; null when it cannot be. The same again asks nothing. */
  look(question: AudienceQuestion | null): void;
  /** Asks the same once more. */
  again(): void;
  stop(): void;
}>;

/** Whoever goes on choosing is not counted for in between. */
export const PAUSE_MS = 300;

/** Asks whom an audience would reach, a moment after it was last changed; an answer that is out of date is given up. */
export function createAudienceWatch(deps: {
  ask: (question: AudienceQuestion, signal: AbortSignal) => Promise<Answer<AudienceReport>>;
  clock: Clock;
}): AudienceWatch {
  let view: AudienceView = { kind: 'nothing' };
  let asked = 'null';
  let current: AudienceQuestion | null = null;
  let giveUp = () => {};
  const listeners = new Set<() => void>();

  function show(next: AudienceView): void {
    view = next;
    for (const listener of listeners) listener();
  }

  function askFor(question: AudienceQuestion): void {
    const abort = new AbortController();
    const cancel = deps.clock.after(PAUSE_MS, async () => {
      const answer = await deps.ask(question, abort.signal);
      if (abort.signal.aborted) return;
      show(
        answer.ok ? { kind: 'report', report: answer.value } : { kind: 'problem', problem: answer.problem },
      );
    });
    giveUp = () => {
      cancel();
      abort.abort();
    };
    show({ kind: 'counting' });
  }

  return {
    getSnapshot: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look(question) {
      const text = JSON.stringify(question);
      if (text === asked) return;
      asked = text;
      current = question;
      giveUp();
      giveUp = () => {};
      if (question === null) show({ kind: 'nothing' });
      else askFor(question);
    },
    again() {
      giveUp();
      if (current !== null) askFor(current);
    },
    stop() {
      giveUp();
      giveUp = () => {};
      // Mounted again, the same is asked again.
      asked = 'null';
      current = null;
      view = { kind: 'nothing' };
    },
  };
}
