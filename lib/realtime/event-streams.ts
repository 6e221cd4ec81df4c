import { AppError } from '@/lib/errors';
import type { Cursor, SyncAnswer } from '@/lib/inbox/stream';
import { createCatchingUp } from './catching-up';
import { createEventSink, type EventSink } from './event-sink';
import { createEventStream, type EventStream } from './event-stream';
import { createHeartbeats } from './heartbeats';
import type { Log } from './log';
import { type Standing, standingOf } from './session-check';
import { createSessionSockets, type SessionSockets } from './session-sockets';
import { systemTimers, type Timers } from './timers';

/**
 * The event streams that are open here. They are told of commits by the store's listener, as the relay is, and each
 * reads what it was not told from the log: a realtime service that is away, or a relay that waits for it, is none of
 * their business, and nothing they do counts as published.
 */
export function createEventStreams(options: EventStreamsOptions): EventStreams {
  const { source, now, logger, timers = systemTimers, random = Math.random } = options;
  const { maxStreams = MAX_STREAMS, elapsed = () => performance.now() } = options;
  const open = new Map<string, Open>();
  const byUser = new Map<string, Set<Open>>();
  const catchingUp = createCatchingUp<Open>({
    catchUp: ({ stream }) => stream.catchUp(),
    giveUp(one, error) {
      // It comes back, and is told then what is wrong with it.
      logger.error({ err: error, userId: one.userId }, 'An event stream could not be read on');
      close(one, 'going away');
    },
    timers,
    random,
    logger,
  });
  const beats = createHeartbeats({ beat, everyMs: BEAT_EVERY_MS, elapsed, timers });
  const sessions = createSessionSockets({
    close: (id) => close(open.get(id), 'session ended'),
    now: elapsed,
    maxSockets: maxStreams,
  });
  let state: 'open' | 'stopped' = 'open';
  let made = 0;

  async function openStream(asked: Asked): Promise<ReadableStream<Uint8Array>> {
    const { viewer, cursor, page } = asked;
    const own = byUser.get(viewer.id) ?? new Set();
    // A page that comes back has lost its line; the stream that it had may take a quarter of an hour to notice.
    if (page !== null) for (const one of own) if (one.page === page) close(one, 'going away');
    refuseBeyond(own.size);
    const one = make({ userId: viewer.id, cursor, page });
    open.set(one.id, one);
    byUser.set(viewer.id, (byUser.get(viewer.id) ?? new Set()).add(one));
    beats.add(one);
    // Closes it at once when the session has ended since it was read.
    sessions.remember(viewer.sessionId, one.id, standingOf(viewer));
    try {
      await one.stream.catchUp();
    } catch (error) {
      forget(one);
      one.stream.cut();
      throw error;
    }
    return one.sink.readable;
  }

  function refuseBeyond(own: number): void {
    if (state === 'stopped') throw new AppError('unavailable', 'This server is stopping.');
    if (own >= STREAMS_A_PERSON) {
      throw new AppError('too_many', `At most ${STREAMS_A_PERSON} streams may be open for one person.`, {
        facts: { retryAfterSeconds: RETRY_AFTER_SECONDS },
      });
    }
    if (open.size >= maxStreams) {
      throw new AppError('unavailable', 'No more streams can be opened now.', {
        facts: { retryAfterSeconds: RETRY_AFTER_SECONDS },
      });
    }
  }

  function make({ userId, cursor, page }: Pick<Open, 'userId' | 'page'> & { cursor: Cursor | null }): Open {
    made += 1;
    const id = String(made);
    const sink = createEventSink({
      onDrain: () => open.get(id)?.stream.drained(),
      onGone: () => close(open.get(id), 'gone'),
      timers,
    });
    const stream = createEventStream({
      userId,
      cursor,
      sink,
      sync: (of, from) => source.sync(of, { cursor: from, now: now() }),
      wantsMore: () => wantsMore(open.get(id)),
    });
    return { id, userId, page, sink, stream, unsentAtBeat: 0 };
  }

  function wantsMore(one: Open | undefined): void {
    if (one) catchingUp.add(one);
  }

  function moved(userIds: readonly string[]): void {
    for (const userId of userIds) for (const one of byUser.get(userId) ?? []) catchingUp.add(one);
  }

  function close(one: Open | undefined, why: 'session ended' | 'going away' | 'gone' | 'stalled'): void {
    if (one === undefined) return;
    forget(one);
    if (why === 'gone' || why === 'stalled') one.stream.cut();
    else one.stream.end(why);
  }

  function forget(one: Open): void {
    open.delete(one.id);
    const own = byUser.get(one.userId);
    own?.delete(one);
    if (own?.size === 0) byUser.delete(one.userId);
    sessions.forget(one.id);
    catchingUp.remove(one);
    beats.remove(one);
  }

  /** Nobody should have to rely on being told of every commit: each beat looks. */
  async function beat(one: Open): Promise<void> {
    if (isStalled(one)) return close(one, 'stalled');
    try {
      if (!one.stream.isAt(await source.tip(one.userId, now()))) catchingUp.add(one);
    } catch {
      // What is wrong with it is met and said there; a sign of life claims nothing that was not told.
      catchingUp.add(one);
    }
    one.stream.tip();
  }

  /** Nothing was taken since the last beat, and something waited then already. */
  function isStalled(one: Open): boolean {
    const unsent = one.sink.unsentBytes();
    const stalled = one.sink.isFull() && unsent === one.unsentAtBeat;
    one.unsentAtBeat = unsent;
    return stalled;
  }

  async function stop(): Promise<void> {
    state = 'stopped';
    beats.stop();
    const ending = [...open.values()];
    await Promise.all(
      ending.map(
        (one) =>
          new Promise<void>((resolve) => {
            timers.after(random() * STOP_SPREAD_MS, () => {
              close(open.get(one.id), 'going away');
              resolve();
            });
          }),
      ),
    );
    catchingUp.stop();
  }

  return {
    open: openStream,
    moved,
    users: () => [...byUser.keys()],
    closeSession: sessions.closeSession,
    sessions,
    size: () => open.size,
    stop,
  };
}

export type EventStreams = Readonly<{
  /**
   * The bytes of a new stream, which begins with what the viewer's inbox has beyond the cursor. Throws `too_many`
   * beyond ten of one person, `unavailable` beyond the bound of all and once it is stopped, and what the store throws.
   */
  open(asked: Asked): Promise<ReadableStream<Uint8Array>>;
  /** To be told after each commit, as the store's listener. Never throws. */
  moved(userIds: readonly string[]): void;
  /** Who has one open. */
  users(): readonly string[];
  /** Ends every stream of a session, each with the word that it has ended. */
  closeSession(sessionId: string): void;
  /** Which streams belong to which session. */
  sessions: Pick<SessionSockets, 'sessions' | 'closeAll'>;
  size(): number;
  /** Opens none any more and ends those that are open, over a second and a half. Never rejects. */
  stop(): Promise<void>;
}>;

export type Asked = Readonly<{
  viewer: Readonly<{ id: string; sessionId: string }> & Standing;
  /** What the reader holds; null when it holds nothing. */
  cursor: Cursor | null;
  /** The reader's own name for itself: a new stream of a name takes the place of its earlier one. */
  page: string | null;
}>;

export type EventStreamsOptions = Readonly<{
  source: {
    sync(userId: string, since: { cursor: Cursor | null; now: number }): Promise<SyncAnswer>;
    tip(userId: string, now: number): Promise<Cursor>;
  };
  logger: Log;
  now: () => number;
  /** Milliseconds of a clock that is never put back. */
  elapsed?: () => number;
  timers?: Timers;
  random?: () => number;
  /** Of everybody together. */
  maxStreams?: number;
}>;

type Open = {
  readonly id: string;
  readonly userId: string;
  readonly page: string | null;
  readonly sink: EventSink;
  readonly stream: EventStream;
  unsentAtBeat: number;
};

/** As many as open tabs that cannot use WebSockets, and some programs. */
const STREAMS_A_PERSON = 10;
const MAX_STREAMS = 5_000;
const RETRY_AFTER_SECONDS = 15;
/** Proxies commonly cut a line that is quiet for 30 to 60 s. */
const BEAT_EVERY_MS = 15_000;
/** Those who come back do not come back at once. */
const STOP_SPREAD_MS = 1_500;
