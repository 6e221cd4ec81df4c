import 'server-only';
import * as z from 'zod';
import { type Cursor, parseCursor } from '@/lib/inbox/stream';

/** An id of ours, or what could be one. */
export const idField = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is no id.');

/** The `[id]` of a route; anything that is no id of ours is *not found*. */
export const idParams = z.strictObject({ id: idField });

/** A stream's place, `<epoch>.<seq>`. */
export const cursorField = z.string().transform((text, context): Cursor => {
  const cursor = parseCursor(text);
  if (cursor) return cursor;
  context.addIssue('This is not a cursor of this inbox.');
  return z.NEVER;
});

/** Where a page begins: the `next` of the page before it. */
export const placeField = z.string().regex(/^[1-9][0-9]{0,14}$/, 'This is not the next of a page.');

/** How many rows of a page: a whole number from 1 to `max`. */
export function limitField(limits: { max: number; usual: number }) {
  const sentence = `This must be a whole number from 1 to ${limits.max}.`;
  return z
    .string()
    .regex(/^[1-9][0-9]{0,3}$/, sentence)
    .transform(Number)
    .pipe(z.number().max(limits.max, sentence))
    .default(limits.usual);
}
