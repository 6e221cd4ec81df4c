import type * as z from 'zod/mini';
import { syncAnswerSchema } from '@/lib/realtime/channels';
import type { Clock } from '../clock';
import type { InboxSnapshot, Row } from '../inbox';
import type { Request } from '../request';

/** The first page and the counts as the database has them: what a sync answers to who holds nothing. */
export type Truth = Readonly<
  Pick<Extract<z.infer<typeof syncAnswerSchema>, { reset: true }>, 'cursor' | 'counts' | 'items'>
>;

export type Likeness = Readonly<{
  equal: boolean;
  /** Rows that the database has there and the inbox does not show, or shows otherwise. */
  missing: number;
  /** Rows that the inbox shows among them and the database does not have there. */
  extra: number;
  /** The counts are the database's. */
  counts: boolean;
}>;

/** How what an inbox shows differs from the database, as far down as the database's first page goes. */
export function likenessOf(
  { views, counts }: Pick<InboxSnapshot, 'views' | 'counts'>,
  truth: Truth,
): Likeness {
  const bottom = truth.items.at(-1)?.sortSeq ?? 0;
  const shown = new Map(views.inbox.rows.filter((row) => row.sortSeq >= bottom).map((row) => [row.id, row]));
  const missing = truth.items.filter((item) => !isSame(shown.get(item.id), item)).length;
  const there = new Set(truth.items.map(({ id }) => id));
  const extra = [...shown.keys()].filter((id) => !there.has(id)).length;
  const right = counts.unread === truth.counts.unread && counts.unseen === truth.counts.unseen;
  return { equal: missing === 0 && extra === 0 && right, missing, extra, counts: right };
}

function isSame(row: Row | undefined, item: Truth['items'][number]): boolean {
  return (
    row !== undefined &&
    row.title === item.title &&
    row.seenAt === item.seenAt &&
    row.readAt === item.readAt &&
    row.archivedAt === item.archivedAt
  );
}

/** The truth, asked for again and again by a way of its own that no fault touches. */
export type TruthWatch = Readonly<{
  /** Null until it was first told. */
  getSnapshot(): Truth | null;
  subscribe(listener: () => void): () => void;
  start(): () => void;
  /** Asks now. */
  look(): Promise<void>;
}>;

const EVERY_MS = 1_000;

export function createTruthWatch({ request, clock }: { request: Request; clock: Clock }): TruthWatch {
  const listeners = new Set<() => void>();
  let truth: Truth | null = null;

  async function look(): Promise<void> {
    const answer = await request('/api/inbox/sync', { schema: syncAnswerSchema });
    // Without an answer the last one stands until the next: this is for looking at, and asks again in a second.
    if (!answer.ok || !('reset' in answer.value) || JSON.stringify(answer.value) === JSON.stringify(truth))
      return;
    truth = answer.value;
    for (const listener of [...listeners]) listener();
  }

  return {
    getSnapshot: () => truth,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look,
    start() {
      let cancel = () => {};
      let stopped = false;
      const loop = async () => {
        await look();
        if (!stopped) cancel = clock.after(EVERY_MS, loop);
      };
      void loop();
      return () => {
        stopped = true;
        cancel();
      };
    },
  };
}
