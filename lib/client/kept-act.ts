import * as z from 'zod/mini';
import { FILTERS } from '@/lib/inbox/notification';
import type { Undone } from '@/lib/inbox/overlay';

const marksSchema = z.object({
  seenAt: z.nullable(z.string()),
  readAt: z.nullable(z.string()),
  archivedAt: z.nullable(z.string()),
});
/** `seq` is null while it is not known which change the operation made. */
const undoneSchema = z.object({ seq: z.nullable(z.number()), before: marksSchema, after: marksSchema });

/** Of the row as it was shown then; left out by earlier versions. */
const editedAt = z.optional(z.nullable(z.string()));

const deedSchema = z.union([
  z.object({
    kind: z.literal('mark'),
    id: z.string(),
    did: z.enum(['read', 'unread', 'archive', 'restore']),
    editedAt,
  }),
  /** Its link was followed, which reads it. */
  z.object({ kind: z.literal('click'), id: z.string(), editedAt }),
  z.object({ kind: z.literal('readAll'), filter: z.enum(FILTERS), through: z.string() }),
  z.object({
    kind: z.literal('undo'),
    operation: z.string(),
    rows: z.array(z.tuple([z.string(), undoneSchema])),
  }),
]);

/** What a person did, as it is kept in the browser until the server has answered. */
export const keptActSchema = z.object({
  /** The `Idempotency-Key` of every attempt, and the operation's id at the server. */
  key: z.string(),
  viewerId: z.string(),
  /** When it was done, by this computer's clock. */
  at: z.string(),
  deed: deedSchema,
  /** It was asked for, or is about to be: the server may have done it. */
  begun: z.boolean(),
  /** The server said no; it is kept only to say so. */
  refused: z.boolean(),
});

export type KeptAct = z.infer<typeof keptActSchema>;
export type Deed = KeptAct['deed'];
export type Mark = Extract<Deed, { kind: 'mark' }>['did'];

type RowMark = Readonly<{ id: string; did: Mark; editedAt?: string | null }>;

/** What a deed on one row does to it. */
export function markOf(deed: Extract<Deed, { kind: 'mark' | 'click' }>): RowMark {
  return deed.kind === 'mark' ? deed : { id: deed.id, did: 'read', editedAt: deed.editedAt };
}

/** The same of any deed; null: it is about many rows. */
export function markIn(deed: Deed): RowMark | null {
  return deed.kind === 'mark' || deed.kind === 'click' ? markOf(deed) : null;
}

/** As many rows of an undoing as are shown at once by another tab or after a reload; the server knows them all. */
const KEPT_ROWS_MAX = 200;

export function rowsToKeep(rows: ReadonlyMap<string, Undone>): Extract<Deed, { kind: 'undo' }>['rows'] {
  const kept = [...rows].slice(0, KEPT_ROWS_MAX);
  return kept.map(([id, { seq, before, after }]) => [
    id,
    { seq: Number.isFinite(seq) ? seq : null, before, after },
  ]);
}

export function rowsKept(rows: Extract<Deed, { kind: 'undo' }>['rows']): ReadonlyMap<string, Undone> {
  return new Map(rows.map(([id, one]) => [id, { ...one, seq: one.seq ?? Number.POSITIVE_INFINITY }]));
}
