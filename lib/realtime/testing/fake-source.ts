import { FAT_EVENT_CHANGES, type InboxEvent } from '@/lib/inbox/stream';
import type { RelaySource } from '../relay';

type Stream = { head: number; published: number; cursor: number; rows: Map<string, number> };
type Moved = { streams: readonly string[]; broadcastLog: boolean };
type Method = keyof RelaySource;

/**
 * The store's outbox and broadcast log in memory, by the rules of the real one: heads move in commits, the
 * listener is told afterwards, and an event holds the newest change of each row beyond what was published.
 */
export function createFakeSource() {
  const streams = new Map<string, Stream>();
  const failing = new Map<Method, unknown>();
  const failingFor = new Set<string>();
  const calls = { dirtyStreams: 0, pendingEvent: 0, markPublished: 0, replay: 0, logHead: 0 };
  const replays: (readonly string[])[] = [];
  let listener: (moved: Moved) => void = () => {};
  let logHead = 0;
  let pause = async (_: Method): Promise<void> => {};

  const streamOf = (userId: string): Stream => {
    const found = streams.get(userId) ?? { head: 0, published: 0, cursor: logHead, rows: new Map() };
    streams.set(userId, found);
    return found;
  };

  function change(userId: string, rowId?: string): void {
    const stream = streamOf(userId);
    stream.head += 1;
    stream.rows.set(rowId ?? `row-${stream.head}`, stream.head);
  }

  async function enter(method: Method): Promise<void> {
    calls[method] += 1;
    await pause(method);
    const failure = failing.get(method);
    if (failure !== undefined) throw failure;
  }

  const source: RelaySource = {
    async dirtyStreams(limit) {
      await enter('dirtyStreams');
      return [...streams]
        .flatMap(([id, { head, published }]) => (published < head ? [id] : []))
        .slice(0, limit);
    },
    async pendingEvent(userId) {
      await enter('pendingEvent');
      if (failingFor.has(userId)) throw new Error(`a row of ${userId} cannot be read`);
      const { head, published, rows } = streamOf(userId);
      if (published >= head) return null;
      const changes = [...rows]
        .filter(([, seq]) => seq > published)
        .map(([id, seq]) => ({ seq, id, removed: true as const }));
      const event: InboxEvent = {
        v: 1,
        epoch: 'e',
        from: published,
        seq: head,
        counts: { unread: head, unseen: 0 },
      };
      return changes.length > FAT_EVENT_CHANGES ? event : { ...event, changes };
    },
    async markPublished(marks) {
      await enter('markPublished');
      for (const { userId, seq } of marks) {
        const stream = streamOf(userId);
        if (seq > stream.head) throw new Error('marked beyond the head');
        stream.published = Math.max(stream.published, seq);
      }
    },
    async replay(userIds) {
      await enter('replay');
      replays.push(userIds);
      const moved = replayInto(userIds);
      return { broadcasts: moved.length > 0 ? [`broadcast-${logHead}`] : [] };
    },
    async logHead() {
      await enter('logHead');
      return logHead;
    },
  };

  function replayInto(userIds: readonly string[]): readonly string[] {
    const moved = userIds.filter((userId) => streamOf(userId).cursor < logHead);
    for (const userId of moved) {
      change(userId);
      streamOf(userId).cursor = logHead;
    }
    if (moved.length > 0) listener({ streams: moved, broadcastLog: false });
    return moved;
  }

  return {
    ...source,
    calls,
    replays,
    listen: (to: (moved: Moved) => void) => {
      listener = to;
    },
    join: (...userIds: string[]) => {
      for (const userId of userIds) streamOf(userId);
    },
    /** One transaction that changes one row in each of these inboxes. */
    commit: (userIds: string | readonly string[], rowId?: string) => {
      const ids = typeof userIds === 'string' ? [userIds] : userIds;
      for (const userId of ids) change(userId, rowId);
      listener({ streams: ids, broadcastLog: false });
    },
    /** A client syncs: its inbox is replayed first. Answers the head it then holds. */
    sync: (userId: string) => {
      replayInto([userId]);
      return streamOf(userId).head;
    },
    /** A commit like that, and the process ends before anybody is told. */
    commitUntold: (userIds: readonly string[]) => {
      for (const userId of userIds) change(userId);
    },
    broadcast: () => {
      logHead += 1;
      listener({ streams: [], broadcastLog: true });
    },
    broadcastUntold: () => {
      logHead += 1;
    },
    fail: (method: Method, error: unknown) => void failing.set(method, error),
    failFor: (userId: string) => void failingFor.add(userId),
    heal: () => {
      failing.clear();
      failingFor.clear();
    },
    /** Runs inside every call, before it looks at anything. */
    pauseWith: (wait: (method: Method) => Promise<void>) => {
      pause = wait;
    },
    head: (userId: string) => streamOf(userId).head,
    published: (userId: string) => streamOf(userId).published,
    replayed: (userId: string) => streamOf(userId).cursor === logHead,
    dirty: () => [...streams].flatMap(([id, { head, published }]) => (published < head ? [id] : [])),
  };
}

export type FakeSource = ReturnType<typeof createFakeSource>;
