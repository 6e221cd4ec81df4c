import 'server-only';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import { type Cursor, parseCursor } from '@/lib/inbox/stream';
import { context } from '../context';
import { cursorField } from '../input-fields';
import type { Viewer } from '../sessions/session-viewer';

export const streamQuery = z.strictObject({
  cursor: cursorField.nullable().default(null),
  viewer: z.string().optional(),
  page: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is 1 to 64 letters, digits, dashes or underscores.')
    .nullable()
    .default(null),
});

type Asked = z.infer<typeof streamQuery> & Readonly<{ lastEventId: string | null }>;

/**
 * The viewer's inbox as Server-Sent Events, from a cursor on and for as long as the session lasts. Throws
 * `unauthenticated` when it is asked for somebody who is not the viewer, `too_many` beyond ten at a time, and
 * `unavailable` beyond the bound of all.
 */
export async function streamInbox(viewer: Viewer, asked: Asked): Promise<ReadableStream<Uint8Array>> {
  // A browser's EventSource sends no headers: the page says here whose it is.
  if (asked.viewer !== undefined && asked.viewer !== viewer.id) {
    throw new AppError('unauthenticated', 'Somebody else is signed in here now.');
  }
  return context().streams.open({ viewer, cursor: placeOf(asked), page: asked.page });
}

/** Where a browser that comes back stood, over where the page once began. */
function placeOf({ lastEventId, cursor }: Asked): Cursor | null {
  if (lastEventId === null || lastEventId === '') return cursor;
  // An id that is none of ours proves nothing, and what is not proved is a reset.
  return parseCursor(lastEventId);
}
