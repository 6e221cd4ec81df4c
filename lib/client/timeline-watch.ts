import type { Figures } from '@/lib/inbox/broadcast';
import type { Timeline } from '@/lib/inbox/timeline';
import type { Clock } from './clock';

export type TimelineWatch = Readonly<{
  /** Null until the first answer. */
  getSnapshot(): Timeline | null;
  subscribe(listener: () => void): () => void;
  /** Asks at once, and answers the stop. */
  start(): () => void;
  /** The figures moved: asks when it is time to. */
  moved(): void;
}>;

/** Drawing it anew more often shows nothing new, and the answer of a large broadcast takes a second to count. */
const EVERY_MS = 3_000;
const QUIET_FACTOR = 10;

/** How a broadcast came in over time, asked again while its figures move, with a pause that grows with what it costs. */
export function createTimelineWatch(
  id: string,
  { ask, clock }: { ask: (id: string) => Promise<Timeline | null>; clock: Clock },
): TimelineWatch {
  let shown: Timeline | null = null;
  let state: 'stopped' | 'quiet' | 'asking' | 'resting' = 'stopped';
  let isDue = false;
  let cancel = () => {};
  const listeners = new Set<() => void>();

  async function askNow(): Promise<void> {
    state = 'asking';
    isDue = false;
    const began = clock.now();
    const answer = await ask(id);
    if (state !== 'asking') return;
    if (answer !== null) {
      shown = answer;
      for (const listener of listeners) listener();
    }
    state = 'resting';
    cancel = clock.after(Math.max(EVERY_MS, (clock.now() - began) * QUIET_FACTOR), () => {
      state = 'quiet';
      if (isDue) void askNow();
    });
  }

  return {
    getSnapshot: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      void askNow();
      return () => {
        state = 'stopped';
        cancel();
      };
    },
    moved() {
      isDue = true;
      if (state === 'quiet') void askNow();
    },
  };
}

/**
 * The timeline with the figures of now as its end: what is drawn and what stands beside it are then the same, and the
 * line goes on between two answers. Figures that are below the last point (it was edited to be read again) begin a fall.
 */
export function withNow(timeline: Timeline, figures: Figures, now: number): Timeline['points'] {
  const { points, untimed, from } = timeline;
  const end = Date.parse(points.at(-1)?.at ?? from);
  // The step that is not over yet is the one that goes on; a page's clock ticks twice a minute.
  const before = end >= now ? points.slice(0, -1) : points;
  const at = Math.max(now, end);
  const { delivered, seen, read, clicked } = figures;
  return [
    ...before,
    {
      at: new Date(at).toISOString(),
      delivered: Math.max(0, delivered - untimed.delivered),
      seen: Math.max(0, seen - untimed.seen),
      read: Math.max(0, read - untimed.read),
      clicked: Math.max(0, clicked - untimed.clicked),
    },
  ];
}
