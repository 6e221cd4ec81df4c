import { AppError } from '@/lib/errors';
import { faultPoint } from '@/lib/fault-kit/point';
import { backoffMs } from './backoff';
import { BROADCASTS_CHANNEL, BROADCASTS_MOVED, type BroadcastsMovedEvent } from './channels';
import type { Log } from './log';
import type { Publisher } from './publisher';
import type { Timers } from './timers';

/**
 * Carries new entries of the broadcast log to whoever is online. Where this process knows them, their
 * inboxes are replayed, fifty in one transaction and a turn of the event loop between, and each
 * stream's own event follows by way of the store's listener. With another realtime service those of the event
 * streams are known all the same; to everybody else goes one hint without content, and clients sync after a random
 * wait of at most `spreadMs`.
 *
 * One run at a time; the log moving during a run makes another one follow. A failed run is repeated, which
 * costs nothing where it had succeeded: an inbox that is up to date has no entries to replay.
 */
export function createLogReplay(options: LogReplayOptions): LogReplay {
  const { source, publisher, figuresMoved, now, timers, random, logger } = options;
  const { spreadMs = SPREAD_MS, streamUsers = () => [] } = options;
  let state: 'idle' | 'waiting' | 'running' | 'running, again' | 'stopped' = 'idle';
  let cancelWait = () => {};
  let running: Promise<void> = Promise.resolve();
  let carriedTo = 0;
  let failures = 0;
  let asOf = 0;

  function moved(): void {
    if (state === 'running') state = 'running, again';
    if (state === 'idle') wait(0);
  }

  function wait(ms: number): void {
    state = 'waiting';
    const start = () => {
      state = 'running';
      running = run();
    };
    cancelWait = ms === 0 ? timers.soon(start) : timers.after(ms, start);
  }

  async function run(): Promise<void> {
    try {
      const head = await source.logHead();
      await carry();
      carriedTo = head;
      if (failures > 0) logger.info({ attempts: failures }, 'The broadcast log reaches open inboxes again');
      failures = 0;
      settle(0);
    } catch (error) {
      if (failures === 0)
        logger.warn({ err: error }, 'The broadcast log did not reach all open inboxes; trying again');
      failures += 1;
      if (state === 'running') state = 'running, again';
      settle(backoffMs(failures, RETRY, random) + 1);
    }
  }

  function settle(ms: number): void {
    if (state === 'running') state = 'idle';
    if (state === 'running, again') wait(ms);
  }

  async function carry(): Promise<void> {
    const online = publisher.onlineUsers();
    // Before the hint: a service that is away must not keep them waiting.
    await replayInto(online ?? streamUsers());
    if (online !== null) return;
    // Over loopback one call takes less than a millisecond, and two equal ones would be one.
    asOf = Math.max(now(), asOf + 1);
    // Who has waited for a service that was away need not wait as long again.
    const data: BroadcastsMovedEvent = { v: 1, asOf, spreadMs: failures > 0 ? spreadMs / 2 : spreadMs };
    await publisher.publish({ channel: BROADCASTS_CHANNEL, name: BROADCASTS_MOVED, data });
  }

  async function replayInto(online: readonly string[]): Promise<void> {
    let failure: { error: unknown } | null = null;
    for (let start = 0; start < online.length && state !== 'stopped'; start += CHUNK) {
      if (start > 0) await new Promise<void>((resume) => timers.soon(resume));
      try {
        const { broadcasts } = await source.replay(online.slice(start, start + CHUNK), now());
        if (broadcasts.length > 0) figuresMoved(broadcasts);
        faultPoint('between-chunks');
      } catch (error) {
        // A busy store will not take the next chunk either; anything else may be one inbox's own trouble.
        if (error instanceof AppError && error.code === 'unavailable') throw error;
        failure = { error };
      }
    }
    if (failure) throw failure.error;
  }

  async function catchUp(): Promise<void> {
    if (state === 'idle' && (await source.logHead()) > carriedTo) moved();
  }

  async function stop(): Promise<void> {
    cancelWait();
    state = 'stopped';
    await running;
  }

  return { moved, catchUp, stop };
}

export type LogReplay = Readonly<{
  /** The log has a new entry. */
  moved(): void;
  /** Looks whether the log moved without anybody saying so (a crash between a commit and `moved`). Rejects when the store does. */
  catchUp(): Promise<void>;
  /** Resolves when the chunk under way is done. */
  stop(): Promise<void>;
}>;

export type LogReplayOptions = Readonly<{
  source: {
    replay(userIds: readonly string[], now: number): Promise<{ broadcasts: readonly string[] }>;
    logHead(): Promise<number>;
  };
  publisher: Publisher;
  figuresMoved: (broadcastIds: readonly string[]) => void;
  now: () => number;
  timers: Timers;
  random: () => number;
  logger: Log;
  /** Who has an event stream open here. */
  streamUsers?: () => readonly string[];
  /** How far clients of another service spread their syncs. */
  spreadMs?: number;
}>;

/** The store takes 200 in one transaction, which nothing interrupts. With a million people each costs a third of a millisecond. */
const CHUNK = 50;
/** 2,000 open clients are then about 700 syncs a second, and everybody is right within three seconds. */
const SPREAD_MS = 3_000;
/** Short: an attempt is one call, or the chunks that failed, and windows that did not hear of it are wrong until then. */
const RETRY = { baseMs: 250, capMs: 1_000 };
