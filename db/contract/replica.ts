import { expect } from 'vitest';
import type { Notification } from '@/lib/inbox/notification';
import { type Change, type Counts, type InboxEvent, parseCursor, type SyncAnswer } from '@/lib/inbox/stream';
import type { Store } from '../store';

/** A client reduced to its promise: it holds every row and the counts as of `seq`. */
export class Replica {
  seq = 0;
  counts: Counts = { unread: 0, unseen: 0 };
  readonly rows = new Map<string, Notification>();

  constructor(
    private readonly store: Store,
    readonly userId: string,
  ) {}

  copy(): Replica {
    const copy = new Replica(this.store, this.userId);
    copy.seq = this.seq;
    copy.counts = this.counts;
    for (const [id, row] of this.rows) copy.rows.set(id, row);
    return copy;
  }

  /** False when the event cannot be applied: a gap, or a thin one. */
  apply(event: InboxEvent): boolean {
    if (event.seq <= this.seq) return true;
    if (event.from > this.seq || !event.changes) return false;
    this.merge(event.changes);
    this.seq = event.seq;
    this.counts = event.counts;
    return true;
  }

  /** Asks until there is no more; every answer but the last must say so. */
  async sync(now: number): Promise<void> {
    for (let asked = 0; asked < 20; asked++) {
      const cursor = { epoch: this.store.epoch, seq: this.seq };
      const answer = await this.store.sync(this.userId, { cursor, now });
      this.seq = parseCursor(answer.cursor)?.seq ?? -1;
      if (this.take(answer)) return;
    }
    throw new Error('A sync did not come to its end.');
  }

  private take(answer: SyncAnswer): boolean {
    if ('reset' in answer) throw new Error('A reset was not needed.');
    this.merge(answer.changes);
    this.counts = answer.counts;
    return !answer.more;
  }

  private merge(changes: readonly Change[]): void {
    for (const change of changes) {
      if ('removed' in change) this.rows.delete(change.id);
      else this.rows.set(change.item.id, change.item);
    }
  }
}

/** One of the rows it holds, or null when it holds none. */
export function chosen(replica: Replica, pick: number): Notification | null {
  const rows = [...replica.rows.values()];
  return rows[pick % Math.max(1, rows.length)] ?? null;
}

/** The broadcast's id for a copy of one, so that the model need not know the ids that are made up. */
export const keyOf = (item: Notification) => item.broadcastId ?? item.id;
export const byId = ({ rows }: Replica) =>
  [...rows.values()].sort((one, other) => (one.id < other.id ? -1 : 1));

/** In the model's words. */
export function asRow(item: Notification) {
  const time = (iso: string | null) => (iso === null ? null : Date.parse(iso));
  return {
    key: keyOf(item),
    broadcast: item.broadcastId !== null,
    title: item.title,
    seen: time(item.seenAt),
    read: time(item.readAt),
    archived: time(item.archivedAt),
    edited: time(item.editedAt),
  };
}

/** An event's changes take numbers of its range, each once, and end at its head. */
export function expectInOrder({ from, seq, changes }: InboxEvent): void {
  if (!changes) return;
  const seqs = changes.map((change) => change.seq);
  expect(new Set(seqs).size).toBe(seqs.length);
  expect(seqs).toEqual([...seqs].sort((one, other) => one - other));
  for (const taken of seqs) expect(taken > from && taken <= seq).toBe(true);
  // The newest number of the stream is always some row's, or there was no change.
  expect(seqs.at(-1) ?? from).toBe(seq);
}
