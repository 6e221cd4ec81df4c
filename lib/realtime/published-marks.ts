import { backoffMs } from './backoff';
import type { Log } from './log';
import type { Timers } from './timers';

/**
 * How far each stream has been published, written to the database in batches: every 200 ms, or when 500
 * have gathered. A crash in between costs one event published twice, which every client ignores; a write
 * for each event would cost a flush to disk for each.
 */
export function createPublishedMarks(options: {
  write: (marks: readonly { userId: string; seq: number }[]) => Promise<void>;
  timers: Timers;
  random: () => number;
  logger: Log;
}): PublishedMarks {
  const { write, timers, random, logger } = options;
  const marks = new Map<string, number>();
  let running: Promise<boolean> | null = null;
  let following: Promise<boolean> | null = null;
  let cancelTimer: (() => void) | null = null;
  let failures = 0;

  function add(userId: string, seq: number): void {
    marks.set(userId, Math.max(seq, marks.get(userId) ?? 0));
    if (marks.size >= WRITE_AT && failures === 0) void flush();
    else scheduleWrite(WRITE_EVERY_MS);
    // While nothing can be written the oldest are dropped: those streams are published once more, later.
    const [oldest] = marks.keys();
    if (marks.size > KEPT && oldest !== undefined) marks.delete(oldest);
  }

  function scheduleWrite(ms: number): void {
    cancelTimer ??= timers.after(ms, () => {
      cancelTimer = null;
      void flush();
    });
  }

  function flush(): Promise<boolean> {
    if (running === null) {
      running = writeAll().finally(() => {
        running = null;
      });
      return running;
    }
    // What was added since the running write began needs another one; all who ask meanwhile share it.
    following ??= running.then(() => {
      following = null;
      return flush();
    });
    return following;
  }

  async function writeAll(): Promise<boolean> {
    const gathered = [...marks].map(([userId, seq]) => ({ userId, seq }));
    for (let start = 0; start < gathered.length; start += WRITE_AT) {
      const batch = gathered.slice(start, start + WRITE_AT);
      try {
        await write(batch);
      } catch (error) {
        // Going on is safe: a stream without its mark is published twice at worst.
        if (failures === 0)
          logger.warn({ err: error }, 'What was published could not be recorded; trying again');
        failures += 1;
        scheduleWrite(WRITE_EVERY_MS + backoffMs(failures, RETRY, random));
        return false;
      }
      for (const { userId, seq } of batch) if (marks.get(userId) === seq) marks.delete(userId);
    }
    if (failures > 0) logger.info({ attempts: failures }, 'What was published is recorded again');
    failures = 0;
    return true;
  }

  function stop(): void {
    cancelTimer?.();
    // A write that fails from here on schedules nothing.
    cancelTimer = () => {};
  }

  return { add, flush, stop, get: (userId) => marks.get(userId) ?? 0 };
}

export type PublishedMarks = Readonly<{
  add(userId: string, seq: number): void;
  /** The newest `seq` published and not yet recorded; 0 when there is none. */
  get(userId: string): number;
  /** Records all that was added before; false when that failed (it is tried again by itself). */
  flush(): Promise<boolean>;
  /** No write happens by itself any more. */
  stop(): void;
}>;

const WRITE_EVERY_MS = 200;
const WRITE_AT = 500;
const KEPT = 10_000;
const RETRY = { baseMs: 250, capMs: 10_000 };
