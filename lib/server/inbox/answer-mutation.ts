import 'server-only';
import type { Mutation } from '@/db/store';
import type { InboxEvent } from '@/lib/inbox/stream';
import { context } from '../context';

/** What a mutation answers: the operation that can be undone, and the same event that is published. */
export type MutationAnswer = Readonly<{ operation: string | null; event: InboxEvent }>;

/** Tells the watchers of the broadcasts whose figures this moved, and leaves them out of the answer. */
export function answerMutation(mutation: Mutation): MutationAnswer {
  if (mutation.broadcasts.length > 0) context().figuresMoved(mutation.broadcasts);
  return { operation: mutation.operation, event: mutation.event };
}
