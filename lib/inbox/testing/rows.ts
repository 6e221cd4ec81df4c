import type { Notification } from '../notification';
import type { Change, InboxEvent } from '../stream';

/** An hour-by-hour past: `moment(3)` is later than `moment(2)`. */
export const moment = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * 3_600_000).toISOString();

/** A row that came at `sortSeq` and has not been touched, unless it says so. */
export function row(id: string, sortSeq: number, more: Partial<Notification> = {}): Notification {
  return {
    id,
    seq: sortSeq,
    sortSeq,
    title: `Title of ${id}`,
    body: null,
    url: null,
    category: 'general',
    severity: 'info',
    linkLabel: null,
    format: 'plain',
    isTest: false,
    broadcastId: null,
    createdAt: moment(sortSeq),
    seenAt: null,
    readAt: null,
    archivedAt: null,
    editedAt: null,
    ...more,
  };
}

export const came = (item: Notification): Change => ({ seq: item.seq, item });
export const left = (id: string, seq: number): Change => ({ seq, id, removed: true });

/** An event of the history `e1`; without changes it is thin. */
export function event(
  from: number,
  seq: number,
  changes?: readonly Change[],
  more: Partial<InboxEvent> = {},
): InboxEvent {
  const event: InboxEvent = { v: 1, epoch: 'e1', from, seq, counts: { unread: seq, unseen: seq }, ...more };
  return changes === undefined ? event : { ...event, changes };
}
