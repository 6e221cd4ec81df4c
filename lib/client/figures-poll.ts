import { type RealtimeFigures, realtimeFiguresSchema } from '@/lib/realtime/realtime-figures';
import type { Clock } from './clock';
import type { PageSignals } from './page-signals';
import type { Request } from './request';

export type { EmbeddedFigures, RealtimeFigures } from '@/lib/realtime/realtime-figures';

/**
 * The last figures that were had, and whether they are of now. `late`: the server does not answer, it is asked
 * again; `over`: it will not tell this person any more, and is not asked again.
 */
export type PolledFigures = Readonly<{ figures: RealtimeFigures; state: 'live' | 'late' | 'over' }>;

export type FiguresPoll = Readonly<{
  getSnapshot(): PolledFigures;
  subscribe(listener: () => void): () => void;
  /** Asks while the page is visible; answers the stop. */
  start(): () => void;
}>;

export const POLL_EVERY_MS = 2_000;

/**
 * Realtime figures by asking: a page about the health of realtime must not hang on realtime. One question at a
 * time, the next so long after an answer or a failure; none while the page is hidden, and one as soon as it is
 * looked at again.
 */
export function createFiguresPoll(
  initial: RealtimeFigures,
  deps: { request: Request; clock: Clock; signals: PageSignals },
): FiguresPoll {
  const { request, clock, signals } = deps;
  let shown: PolledFigures = { figures: initial, state: 'live' };
  const listeners = new Set<() => void>();
  let running = false;
  let asking = false;
  let cancelNext = () => {};

  function show(next: PolledFigures): void {
    shown = next;
    for (const listener of [...listeners]) listener();
  }

  function next(): void {
    cancelNext();
    if (running && signals.visible() && shown.state !== 'over') {
      cancelNext = clock.after(POLL_EVERY_MS, () => void ask());
    }
  }

  async function ask(): Promise<void> {
    if (asking || !running || shown.state === 'over') return;
    asking = true;
    const answer = await request('/api/realtime/figures', { schema: realtimeFiguresSchema });
    asking = false;
    if (answer.ok) show({ figures: answer.value, state: 'live' });
    else show({ ...shown, state: isFinal(answer.problem.status) ? 'over' : 'late' });
    next();
  }

  return {
    getSnapshot: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      running = true;
      const stopListening = signals.listen((signal) => {
        cancelNext();
        if (signal !== 'hidden') void ask();
      });
      next();
      return () => {
        running = false;
        cancelNext();
        stopListening();
      };
    },
  };
}

/** Signed out, or no administrator any more. */
function isFinal(status: number | null): boolean {
  return status === 401 || status === 403;
}
