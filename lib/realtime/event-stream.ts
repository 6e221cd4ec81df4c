import {
  type Cursor,
  FAT_EVENT_CHANGES,
  formatCursor,
  type InboxEvent,
  parseCursor,
  type SyncAnswer,
} from '@/lib/inbox/stream';
import { INBOX_CHANGED, INBOX_RESET, INBOX_TIP, SESSION_ENDED } from './channels';
import type { EventSink } from './event-sink';
import { retryAfter, serverSentEvent } from './server-sent-event';

/**
 * One open inbox as Server-Sent Events. It holds the cursor up to which its reader was told, and `catchUp` tells
 * what the log has beyond it: so nothing is lost, doubled or out of order, whatever it is told of and however
 * often. A reader who is slow is not buffered for: the rest stays in the log until there is room.
 */
export function createEventStream(options: EventStreamOptions): EventStream {
  const { userId, sink, sync, wantsMore } = options;
  let cursor = options.cursor;
  let state: 'new' | 'open' | 'over' = 'new';
  let reading: Promise<void> | null = null;
  let again = false;
  let waitsForRoom = false;
  let midway = false;

  const isOver = () => state === 'over';

  function catchUp(): Promise<void> {
    again = true;
    reading ??= readOn().finally(() => {
      reading = null;
    });
    return reading;
  }

  async function readOn(): Promise<void> {
    while (again && !isOver()) {
      again = false;
      if (sink.isFull()) {
        waitsForRoom = true;
        return;
      }
      const answer = await sync(userId, cursor);
      if (isOver()) return;
      if ('reset' in answer) tellReset(answer);
      else if (tellChanges(answer) === 'not all' || answer.more) again = true;
    }
    greet();
  }

  /** Once it has been told all there was, the reader knows so at once. */
  function greet(): void {
    if (state !== 'new') return;
    waitsForRoom = sink.isFull();
    if (waitsForRoom) return;
    state = 'open';
    tip();
  }

  function tellReset(answer: Extract<SyncAnswer, { reset: true }>): void {
    sink.write(serverSentEvent({ name: INBOX_RESET, id: answer.cursor, data: answer }));
    cursor = reached(answer);
  }

  /** In events no larger than those that are published, each of which a reader can go on from. */
  function tellChanges(answer: Exclude<SyncAnswer, { reset: true }>): 'all' | 'not all' {
    const end = reached(answer);
    const { changes, counts } = answer;
    for (let start = 0; start === 0 || start < changes.length; start += FAT_EVENT_CHANGES) {
      if (start > 0 && sink.isFull()) return 'not all';
      const part = changes.slice(start, start + FAT_EVENT_CHANGES);
      const isLast = start + FAT_EVENT_CHANGES >= changes.length;
      const to = { epoch: end.epoch, seq: isLast ? end.seq : (part.at(-1)?.seq ?? end.seq) };
      const from = cursor?.seq ?? 0;
      if (cursor?.epoch === to.epoch && from === to.seq) break;
      const told: InboxEvent = { v: 1, epoch: to.epoch, from, seq: to.seq, counts, changes: part };
      const event = partOf(told, !isLast || answer.more);
      sink.write(serverSentEvent({ name: INBOX_CHANGED, id: formatCursor(to), data: event }));
      cursor = to;
    }
    return 'all';
  }

  /** Of one moment is only what ends where the log ends: a reader must know when it is not. */
  function partOf(told: InboxEvent, more: boolean): InboxEvent {
    const wasMidway = midway;
    midway = more;
    if (more) return { ...told, part: 'more' };
    return wasMidway ? { ...told, part: 'last' } : told;
  }

  function tip(): void {
    if (cursor !== null && !sink.isFull()) sink.write(serverSentEvent({ name: INBOX_TIP, data: cursor }));
  }

  function end(why: 'session ended' | 'going away'): void {
    if (isOver()) return;
    state = 'over';
    if (why === 'session ended') sink.write(serverSentEvent({ name: SESSION_ENDED, data: {} }));
    sink.end();
  }

  sink.write(retryAfter(COMES_BACK_AFTER_MS));

  return {
    catchUp,
    tip,
    end,
    cut() {
      state = 'over';
      sink.cut();
    },
    drained() {
      if (!waitsForRoom || sink.isFull()) return;
      waitsForRoom = false;
      wantsMore();
    },
    isAt: (tip) => cursor !== null && cursor.seq === tip.seq && cursor.epoch === tip.epoch,
  };
}

export type EventStream = Readonly<{
  /**
   * Tells the reader all that the log has beyond its cursor, or as much as there is room for. Called while it runs, it
   * looks once more before it resolves. Rejects when the store does; nothing was told then that is not so.
   */
  catchUp(): Promise<void>;
  /** Tells how far the reader was told, as a sign of life; nothing when that would have to wait. */
  tip(): void;
  end(why: 'session ended' | 'going away'): void;
  /** Ends it without a word. */
  cut(): void;
  /** To be called when the sink has drained. */
  drained(): void;
  /** Whether the reader was told everything up to this place. */
  isAt(tip: Cursor): boolean;
}>;

type EventStreamOptions = Readonly<{
  userId: string;
  /** What the reader holds; null when it holds nothing: it is told everything. */
  cursor: Cursor | null;
  sync: (userId: string, cursor: Cursor | null) => Promise<SyncAnswer>;
  sink: Pick<EventSink, 'write' | 'isFull' | 'end' | 'cut'>;
  /** There is room for what was left in the log: `catchUp` is due. */
  wantsMore: () => void;
}>;

/** How long a browser waits before it comes back to a stream that ended. */
const COMES_BACK_AFTER_MS = 3_000;

/** The store's own cursor, which parses; the reader gets it as it is. */
function reached({ cursor: text }: SyncAnswer): Cursor {
  const cursor = parseCursor(text);
  if (cursor === null) throw new Error(`The store answered a sync with a cursor that is none: ${text}`);
  return cursor;
}
