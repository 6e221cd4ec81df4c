import { expect } from 'vitest';
import { FILTERS, type Filter, type Notification } from '@/lib/inbox/notification';
import { type Change, type Counts, type InboxEvent, parseCursor, type SyncAnswer } from '@/lib/inbox/stream';
import type { Store } from '../store';

/**
 * Where a cursor stops being good, because a removal above it has been purged: from `may` on it must go on, below
 * `must` it must begin anew. The two differ while a purge is under way.
 */
export type Floor = { may: number; must: number };

/** A client reduced to its promise: it holds every row and the counts as of `seq`. */
export class Replica {
  seq = 0;
  counts: Counts = { unread: 0, unseen: 0 };
  readonly rows = new Map<string, Notification>();
  /** The numbers at which it heard that a row was taken back. */
  readonly removals = new Set<number>();

  constructor(
    private readonly store: Store,
    readonly userId: string,
    private readonly floor: Floor = { may: 0, must: 0 },
  ) {}

  copy(): Replica {
    const copy = new Replica(this.store, this.userId, this.floor);
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
      if ('reset' in answer) expect(this.seq).toBeLessThan(this.floor.may);
      else expect(this.seq).toBeGreaterThanOrEqual(this.floor.must);
      this.seq = parseCursor(answer.cursor)?.seq ?? -1;
      if ('reset' in answer) return this.begin(answer, now);
      if (this.take(answer)) return;
    }
    throw new Error('A sync did not come to its end.');
  }

  /** With nothing of what it held; the pages behind the first are of the same moment. */
  private async begin({ counts }: Extract<SyncAnswer, { reset: true }>, now: number): Promise<void> {
    this.rows.clear();
    this.counts = counts;
    for (const filter of FILTERS) {
      for (const item of await readView(this.store, this.userId, { filter, now })) {
        this.rows.set(item.id, item);
      }
    }
  }

  private take(answer: Exclude<SyncAnswer, { reset: true }>): boolean {
    this.merge(answer.changes);
    this.counts = answer.counts;
    return !answer.more;
  }

  private merge(changes: readonly Change[]): void {
    for (const change of changes) {
      if ('removed' in change) {
        this.rows.delete(change.id);
        this.removals.add(change.seq);
      } else this.rows.set(change.item.id, change.item);
    }
  }
}

/** All of a view, page by page. */
export async function readView(
  store: Store,
  name: string,
  { filter, now }: { filter: Filter; now: number },
): Promise<readonly Notification[]> {
  const items: Notification[] = [];
  for (let before: number | null = null, more = true; more; ) {
    const page = await store.feed(name, { filter, before, limit: 3, now });
    items.push(...page.items);
    before = Number(page.next);
    more = page.next !== null;
  }
  return items;
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
