import { BROADCAST_STATES } from '@/lib/inbox/broadcast';
import type { ShownProgress } from '@/lib/inbox/few-people';
import type { OnlineSplit } from '@/lib/inbox/progress';
import { BROADCAST_CHANGED, broadcastChannel, broadcastEventSchema } from '@/lib/realtime/channels';
import type { Clock } from './clock';
import type { Link } from './link';

/** What moves while a broadcast is watched. `asOf` is of when it was read; only answers know who is online. */
export type BroadcastProgress = ShownProgress & Readonly<{ asOf: number; online: OnlineSplit | null }>;

export type BroadcastWatch = Readonly<{
  getSnapshot(): BroadcastProgress;
  subscribe(listener: () => void): () => void;
  /** Listens and asks; answers the stop. */
  start(): () => void;
  /** Asks the server now. */
  refresh(): void;
}>;

/** Catches the lost last event; the events carry all else. */
const ASK_EVERY_MS = 30_000;
/** After an event, for what events do not carry: who is online now. */
const ASK_AFTER_EVENT_MS = 5_000;

/**
 * The live state and figures of one broadcast. Events are hints: an older one is ignored, one that cannot be
 * read asks the server, and so does every new subscription and a slow timer. An answer that was asked for
 * before an event arrived is older than it and is dropped; an event from before the last answer may be older or
 * newer than it, so the server is asked. Figures therefore never go back to what they were.
 */
export function createBroadcastWatch(
  id: string,
  initial: BroadcastProgress,
  deps: {
    link: Link;
    ask: (id: string) => Promise<BroadcastProgress | null>;
    clock: Clock;
  },
): BroadcastWatch {
  let shown = initial;
  let newest = 0;
  let answered = initial.asOf;
  let events = 0;
  let asks = 0;
  let cancelSoon: (() => void) | null = null;
  const listeners = new Set<() => void>();

  function show(next: BroadcastProgress): void {
    shown = next;
    for (const listener of listeners) listener();
  }
  async function ask(): Promise<void> {
    const heard = events;
    asks += 1;
    const mine = asks;
    const answer = await deps.ask(id);
    if (answer === null || heard !== events || mine !== asks) return;
    answered = answer.asOf;
    show(answer);
  }
  function askSoon(): void {
    cancelSoon ??= deps.clock.after(ASK_AFTER_EVENT_MS, () => {
      cancelSoon = null;
      void ask();
    });
  }
  function onEvent(name: string, data: unknown): void {
    if (name !== BROADCAST_CHANGED) return;
    const parsed = broadcastEventSchema.safeParse(data);
    const state = BROADCAST_STATES.find((known) => parsed.success && known === parsed.data.state);
    if (!parsed.success || state === undefined) {
      void ask();
      return;
    }
    if (parsed.data.asOf <= newest) return;
    const { asOf, figures, skippedFor } = parsed.data;
    newest = asOf;
    if (asOf <= answered) {
      void ask();
      return;
    }
    events += 1;
    show({ asOf, state, figures, skippedFor, online: shown.online });
    askSoon();
  }

  return {
    getSnapshot: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      const stop = deps.link.listen(broadcastChannel(id), {
        onEvent,
        onState(state) {
          if (state === 'subscribed') void ask();
        },
      });
      let cancel = deps.clock.after(ASK_EVERY_MS, again);
      function again(): void {
        void ask();
        cancel = deps.clock.after(ASK_EVERY_MS, again);
      }
      return () => {
        stop();
        cancel();
        cancelSoon?.();
        cancelSoon = null;
      };
    },
    refresh: () => void ask(),
  };
}
