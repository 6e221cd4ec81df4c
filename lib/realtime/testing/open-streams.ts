import type { SyncAnswer } from '@/lib/inbox/stream';
import { createEventStreams, type EventStreamsOptions } from '../event-streams';
import { type EventReader, readEvents } from './event-reader';
import { createManualClock } from './manual-clock';
import { createRecordingLog } from './recording-log';

export const EPOCH = 'e';

/** Streams over a model of the log in which change n of everybody is a tombstone of `row-n`. */
export function openStreams(options: Partial<EventStreamsOptions> = {}) {
  const clock = createManualClock();
  const logger = createRecordingLog();
  const heads = new Map<string, number>();
  const calls = { sync: 0, tip: 0 };
  const store: { failure: unknown; during: (userId: string) => unknown } = {
    failure: null,
    during: () => {},
  };
  const head = (userId: string) => heads.get(userId) ?? 0;

  async function sync(userId: string, { cursor }: { cursor: { seq: number } | null }): Promise<SyncAnswer> {
    calls.sync += 1;
    const at = head(userId);
    await store.during(userId);
    if (store.failure !== null) throw store.failure;
    const counts = { unread: at, unseen: 0 };
    const text = `${EPOCH}.${at}`;
    if (cursor === null) return { reset: true, cursor: text, counts, items: [], next: null };
    const changes = Array.from({ length: at - cursor.seq }, (_, i) => {
      const seq = cursor.seq + i + 1;
      return { seq, id: `row-${seq}-${'x'.repeat(1_000)}`, removed: true as const };
    });
    return { cursor: text, counts, changes, more: false };
  }

  const streams = createEventStreams({
    source: {
      sync,
      async tip(userId) {
        calls.tip += 1;
        if (store.failure !== null) throw store.failure;
        return { epoch: EPOCH, seq: head(userId) };
      },
    },
    now: clock.now,
    elapsed: clock.now,
    timers: clock.timers,
    random: () => 1,
    logger,
    ...options,
  });

  async function open(
    userId: string,
    seq: number | null = 0,
    sessionId = `s-${userId}`,
  ): Promise<EventReader> {
    const viewer = { id: userId, sessionId, authVersion: 1, role: 'member' };
    const cursor = seq === null ? null : { epoch: EPOCH, seq };
    const readable = await streams.open({ viewer, cursor, page: null });
    return readEvents(readable);
  }
  const change = (userId: string, by = 1) => void heads.set(userId, head(userId) + by);
  const commit = (userId: string, by = 1) => {
    change(userId, by);
    streams.moved([userId]);
  };
  return { streams, open, change, commit, clock, logger, calls, store };
}
