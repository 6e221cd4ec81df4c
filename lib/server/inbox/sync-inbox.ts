import 'server-only';
import * as z from 'zod';
import type { Cursor, SyncAnswer } from '@/lib/inbox/stream';
import { context } from '../context';
import { cursorField } from '../input-fields';
import type { Viewer } from '../sessions/session-viewer';

export const syncQuery = z.strictObject({ cursor: cursorField.nullable().default(null) });

/** The changes of the viewer's inbox since a cursor, or a complete reset where continuity cannot be proved. */
export async function syncInbox(viewer: Viewer, since: { cursor: Cursor | null }): Promise<SyncAnswer> {
  const { store, now } = context();
  return store.sync(viewer.id, { cursor: since.cursor, now: now() });
}
