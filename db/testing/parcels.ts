import type { Once } from '@/db/once';
import { mutationSchema } from '@/lib/client/mutation-answer';
import { AppError } from '@/lib/errors';
import type { Asked } from '@/lib/inbox/inbox-state';
import type { Filter } from '@/lib/inbox/notification';
import type { Act } from '@/lib/inbox/overlay';
import type { Input } from '@/lib/inbox/reducer';
import { type Cursor, type InboxEvent, parseCursor } from '@/lib/inbox/stream';
import type { MovableDatabase } from './movable-database';

export type Answered = Exclude<Input, { kind: 'event' }>;
export type MutationTold = ReturnType<typeof mutationSchema.parse>;
type ActAsked = Readonly<{ kind: 'act'; act: Act; operation: string; undoes: string | null; tries: number }>;
export type Question =
  | Readonly<{ kind: 'sync'; asked: Asked }>
  | Readonly<{ kind: 'page'; filter: Filter; before: string | null; asked: Asked }>
  | ActAsked;
/** Something between a tab and the server, in either direction; moved in any order. */
export type Parcel =
  | Question
  | Readonly<{ kind: 'event'; event: InboxEvent }>
  | Readonly<{ kind: 'answer'; input: Answered }>
  | Readonly<{ kind: 'acted'; key: string; answer: MutationTold | null }>;

export type Given = Readonly<{
  database: MovableDatabase;
  personId: string;
  /** Later each time. */
  now: () => number;
  newName: () => string;
  tally: (what: string) => void;
}>;

/** Small, so that older pages and views that are not whole happen all the time. */
export const FIRST_PAGE = { before: null, limit: 8 } as const;

export function isQuestion(parcel: Parcel): parcel is Question {
  return parcel.kind === 'sync' || parcel.kind === 'page' || parcel.kind === 'act';
}

/** The server reads the question now, and not when it was asked. */
export async function serve(question: Question, given: Given): Promise<Parcel> {
  if (question.kind === 'act') return perform(question, given);
  const { asked } = question;
  const { personId } = given;
  const store = given.database.store();
  if (question.kind === 'sync') {
    const answer = await store.sync(personId, { cursor: asked.anew ? null : asked.from, now: given.now() });
    return { kind: 'answer', input: { kind: 'synced', answer, at: cursorOf(answer.cursor), asked } };
  }
  const { filter, before } = question;
  const place = before === null ? null : Number(before);
  const page = await store.feed(personId, { ...FIRST_PAGE, filter, before: place, now: given.now() });
  return { kind: 'answer', input: { kind: 'page', filter, before, page, at: cursorOf(page.cursor), asked } };
}

async function perform({ act, operation, undoes }: ActAsked, given: Given): Promise<Parcel> {
  const { personId } = given;
  const store = given.database.store();
  const now = given.now();
  const principal = `user:${personId}`;
  const once: Once = { principal, key: operation, fingerprint: operation, replayed: false };
  const named = { operationId: operation, once, now };

  function asked() {
    if (undoes !== null) return store.undo(personId, { operationId: undoes, once, now });
    if (act.kind === 'seen') return store.view(personId, { ids: [...act.ids], now });
    if (act.kind === 'readAll') {
      return store.readAll(personId, { through: act.through, filter: act.filter, ...named });
    }
    if (act.kind !== 'mark' || act.as === 'seen') throw new Error('Nobody can do that.');
    return store.mark(personId, { id: act.id, as: act.as, ...named });
  }

  try {
    const { event, operation } = await asked();
    return { kind: 'acted', key: act.key, answer: mutationSchema.parse({ event, operation }) };
  } catch (error) {
    // The row, the operation or the history is gone.
    if (!(error instanceof AppError)) throw error;
    given.tally('acts refused');
    return { kind: 'acted', key: act.key, answer: null };
  }
}

export function cursorOf(text: string): Cursor {
  const cursor = parseCursor(text);
  if (!cursor) throw new Error(`This is no cursor: ${text}`);
  return cursor;
}
