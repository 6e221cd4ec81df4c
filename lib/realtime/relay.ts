import type { InboxEvent } from '@/lib/inbox/stream';
import { createBreaker } from './breaker';
import { userChannel } from './channels';
import { createDirtyStreams } from './dirty-streams';
import type { Log } from './log';
import { createLogReplay, type LogReplayOptions } from './log-replay';
import { type Outcome, publishStreams } from './publish-streams';
import { createPublishedMarks } from './published-marks';
import type { Publisher } from './publisher';
import { saysServiceIsAway } from './service-away';
import { systemTimers, type Timers, within } from './timers';

/**
 * Publishes what was committed: each dirty stream's event, soon after the store says that it moved, and
 * whatever a crash or an outage left dirty, found by a sweep at the start and every five seconds. An event
 * is never published before its commit; a crash may publish one twice. Nothing here rejects or throws:
 * failures are retried for as long as the process lives, and each change for the worse or better is logged once.
 */
export function createRelay(options: RelayOptions): Relay {
  const { source, publisher, logger, timers = systemTimers, random = Math.random } = options;
  const attempt = { onDue: pumpSoon, timers, random, logger };
  const store = createBreaker({ what: 'The store', ...attempt });
  const service = createBreaker({ what: 'The realtime service', ...attempt });
  const marks = createPublishedMarks({
    write: (batch) => source.markPublished(batch),
    timers,
    random,
    logger,
  });
  const streams = createDirtyStreams({ timers, random, now: options.now, onRested: pumpSoon });
  const replay = createLogReplay({
    ...options,
    figuresMoved: options.figuresMoved ?? (() => {}),
    timers,
    random,
  });

  let state: 'running' | 'stopping' | 'stopped' = 'running';
  let attempts = 0;
  let sweeping: Promise<void> = Promise.resolve();
  let moreToSweep = false;
  let pumpComing = false;
  let lastFailed: string | null = null;
  let cancelSweep = () => {};
  let onQuiet = () => {};

  function moved(what: { readonly streams: readonly string[]; readonly broadcastLog: boolean }): void {
    if (state === 'stopped') return;
    for (const userId of what.streams) {
      // Nobody to tell: the sweep marks it, in its own time, and looks again whether that is still so.
      if (publisher.mayHaveListeners(userChannel(userId))) streams.add(userId, 'told');
    }
    if (what.broadcastLog && state === 'running') replay.moved();
    pumpSoon();
  }

  /** At the next turn: the request that committed goes on first, and what one turn commits is taken together. */
  function pumpSoon(): void {
    if (pumpComing || state === 'stopped') return;
    pumpComing = true;
    timers.soon(() => {
      pumpComing = false;
      pump();
    });
  }

  function pump(): void {
    if (state === 'stopped') return;
    const resting = store.isResting() || service.isResting();
    const careful = store.isDown() || service.isDown();
    while (!resting && attempts < (careful ? 1 : ATTEMPTS_AT_ONCE)) {
      const taken = streams.take(careful ? 1 : STREAMS_AN_ATTEMPT);
      if (taken.length === 0) break;
      attempts += 1;
      void publishStreams(taken, { source, publisher, marks }).then(settle);
    }
    if (attempts > 0) return;
    if (streams.size() === 0 && moreToSweep) sweep();
    onQuiet();
  }

  function settle(outcomes: readonly Outcome[]): void {
    attempts -= 1;
    if (state === 'stopped') return;
    const failed: { store?: { error: unknown }; service?: { error: unknown } } = {};
    for (const outcome of outcomes) {
      if (outcome.failedBy === null) {
        streams.published(outcome.userId);
        continue;
      }
      const { userId, failedBy, error } = outcome;
      const inARow = streams.failed(userId);
      // One stream that fails again and again says nothing about the others, so it counts once for them; unless
      // nobody was there to take it, which the only inbox that is busy must be enough to see.
      const isNews = userId !== lastFailed || saysServiceIsAway(error);
      if (isNews || store.isDown() || service.isDown()) failed[failedBy] = { error };
      else if (inARow === WORTH_SAYING) logger.warn({ err: error, userId }, 'One stream cannot be published');
      lastFailed = userId;
    }
    // One attempt is one failure, however many streams it was for.
    if (failed.store) store.failed(failed.store.error);
    if (failed.service) service.failed(failed.service.error);
    if (outcomes.some(({ failedBy }) => failedBy !== 'store') && store.succeeded()) streams.wake();
    if (outcomes.some((one) => one.failedBy === null && one.told) && service.succeeded()) streams.wake();
    pumpSoon();
  }

  function sweep(): void {
    cancelSweep();
    moreToSweep = false;
    sweeping = look().then(() => {
      if (state !== 'running') return;
      cancelSweep = timers.after(SWEEP_EVERY_MS, sweep);
      pumpSoon();
    });
  }

  async function look(): Promise<void> {
    try {
      await marks.flush();
      const page = await source.dirtyStreams(SWEEP_PAGE);
      let found = 0;
      for (const userId of page) if (streams.add(userId, 'swept')) found += 1;
      moreToSweep = page.length >= SWEEP_PAGE && found > 0;
      await replay.catchUp();
      if (store.succeeded()) streams.wake();
    } catch (error) {
      if (state !== 'stopped') store.failed(error);
    }
  }

  async function stop(): Promise<void> {
    if (state !== 'running') return;
    state = 'stopping';
    moreToSweep = false;
    cancelSweep();
    const drained = Promise.all([sweeping, replay.stop()]).then(untilQuiet);
    await within(STOP_WITHIN_MS, timers, drained);
    state = 'stopped';
    streams.clear();
    store.stop();
    service.stop();
    await within(STOP_WITHIN_MS, timers, marks.flush());
    marks.stop();
  }

  function untilQuiet(): Promise<void> {
    return new Promise((resolve) => {
      onQuiet = resolve;
      pumpSoon();
    });
  }

  const health = (): RelayHealth => ({
    waiting: streams.unsettled(),
    service: service.isDown() ? 'down' : 'up',
    store: store.isDown() ? 'down' : 'up',
  });

  return { moved, start: sweep, stop, health, oldestSince: streams.oldestSince };
}

export type Relay = Readonly<{
  /** To be told after each commit, as the store's listener. Never throws. */
  moved(what: { readonly streams: readonly string[]; readonly broadcastLog: boolean }): void;
  /** Sweeps now and from then on; once. */
  start(): void;
  /** Publishes what waits and records it, as far as that goes within two seconds each; the rest stays dirty for the next start. Never rejects. */
  stop(): Promise<void>;
  /** How it stands. */
  health(): RelayHealth;
  /** Since when the oldest stream that waits is known to be dirty, in milliseconds; null when there is none. */
  oldestSince(): number | null;
}>;

export type RelayHealth = Readonly<{
  /** Streams whose newest event is not published yet, as far as the relay knows of them. */
  waiting: number;
  /** `down` after five failures in a row, until an attempt succeeds. */
  service: 'up' | 'down';
  store: 'up' | 'down';
}>;

/** What of the store the relay needs. */
export type RelaySource = LogReplayOptions['source'] & {
  dirtyStreams(limit: number): Promise<readonly string[]>;
  pendingEvent(userId: string): Promise<InboxEvent | null>;
  markPublished(published: readonly { readonly userId: string; readonly seq: number }[]): Promise<void>;
};

export type RelayOptions = Readonly<{
  source: RelaySource;
  publisher: Publisher;
  logger: Log;
  now: () => number;
  /** Broadcasts whose figures a replay moved. */
  figuresMoved?: (broadcastIds: readonly string[]) => void;
  timers?: Timers;
  random?: () => number;
  spreadMs?: number;
  /** Who has an event stream open here: reached by broadcasts also where another service carries the events. */
  streamUsers?: () => readonly string[];
}>;

/** Enough to keep a service busy that answers in tens of milliseconds; in the process they only share a turn. */
const ATTEMPTS_AT_ONCE = 4;
/** One call of the protocol's batch. All that is taken in one turn is read in that turn, so it stays small. */
const STREAMS_AN_ATTEMPT = 10;
const SWEEP_EVERY_MS = 5_000;
const SWEEP_PAGE = 500;
/** Failures of one stream in a row before it is named in the log. */
const WORTH_SAYING = 5;
const STOP_WITHIN_MS = 2_000;
