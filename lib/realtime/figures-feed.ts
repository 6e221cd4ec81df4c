import type { ShownProgress } from '@/lib/inbox/few-people';
import { backoffMs } from './backoff';
import { BROADCAST_CHANGED, type BroadcastEvent, broadcastChannel } from './channels';
import type { Log } from './log';
import type { Publisher } from './publisher';
import { systemTimers, type Timers } from './timers';

/**
 * Tells the watchers of a broadcast that its figures moved: at once the first time, then at most four times
 * a second, the last time with the last figures. Nobody watching, nothing is read. A failure is tried again
 * a few times and then left: the page that watches asks by itself when it comes back.
 */
export function createFiguresFeed(options: FiguresFeedOptions): FiguresFeed {
  const { figures, publisher, logger, now, timers = systemTimers, random = Math.random } = options;
  const watched = new Map<string, Watched>();
  let lastAsOf = 0;
  let stopped = false;

  function moved(broadcastIds: readonly string[]): void {
    for (const id of broadcastIds) {
      const one = watched.get(id);
      if (one) one.moved = true;
      else if (!stopped && watched.size < MAX_WATCHED && mayBeHeard(id)) tell(id, 0);
    }
  }

  /** From here on it is being told of, or within its quarter of a second. */
  function tell(id: string, failures: number): void {
    // Never the same or a lower one, whatever the clock does: the page ignores what is not newer.
    lastAsOf = Math.max(now(), lastAsOf + 1);
    const one: Watched = { asOf: lastAsOf, failures, moved: false, cancel: () => {} };
    watched.set(id, one);
    void publish(id, one).then((nextMs) => {
      if (stopped) return;
      one.cancel = timers.after(nextMs, () => {
        watched.delete(id);
        if (one.moved && mayBeHeard(id)) tell(id, one.failures);
      });
    });
  }

  async function publish(id: string, one: Watched): Promise<number> {
    const began = performance.now();
    try {
      const found = await figures(id);
      const everyMs = Math.max(EVERY_MS, (performance.now() - began) * QUIET_FACTOR);
      if (found === null) return everyMs;
      const data: BroadcastEvent = { v: 1, asOf: one.asOf, ...found };
      await publisher.publish({ channel: broadcastChannel(id), name: BROADCAST_CHANGED, data });
      one.failures = 0;
      return everyMs;
    } catch (error) {
      one.failures += 1;
      if (one.failures >= MAX_FAILURES) {
        logger.warn({ err: error, broadcastId: id }, 'The figures of a broadcast could not be published');
        one.failures = 0;
        return EVERY_MS;
      }
      one.moved = true;
      return EVERY_MS + backoffMs(one.failures, RETRY, random);
    }
  }

  const mayBeHeard = (id: string) => publisher.mayHaveListeners(broadcastChannel(id));

  function stop(): void {
    stopped = true;
    for (const one of watched.values()) one.cancel();
    watched.clear();
  }

  return { moved, stop };
}

export type FiguresFeed = Readonly<{
  /** Never throws and never waits. */
  moved(broadcastIds: readonly string[]): void;
  stop(): void;
}>;

export type FiguresFeedOptions = Readonly<{
  /** Null when there is no such broadcast. */
  figures: (id: string) => Promise<ShownProgress | null>;
  publisher: Publisher;
  logger: Log;
  now: () => number;
  timers?: Timers;
  random?: () => number;
}>;

type Watched = { asOf: number; failures: number; moved: boolean; cancel: () => void };

/** Four a second: fast enough to look live, and a wave of replays costs four reads, not thousands. */
const EVERY_MS = 250;
/** Counting a very large broadcast takes long: at most a twentieth of a processor goes into it. */
const QUIET_FACTOR = 20;
const MAX_FAILURES = 5;
const RETRY = { baseMs: 250, capMs: 5_000 };
/** Broadcasts that move within the same quarter of a second; what is beyond is told of at its next move. */
const MAX_WATCHED = 1_000;
