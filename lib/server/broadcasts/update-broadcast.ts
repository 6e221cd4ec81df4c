import 'server-only';
import * as z from 'zod';
import type { Once } from '@/db/once';
import { AppError } from '@/lib/errors';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { answeredBefore } from '../answered-before';
import { contentChangeFields } from '../content-schema';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { audienceSchema } from './audience-schema';
import { editBroadcast } from './edit-broadcast';
import { getBroadcast } from './get-broadcast';
import { resolveAudience } from './resolve-audience';

export const broadcastChange = z
  .strictObject({
    ...contentChangeFields,
    audience: audienceSchema.optional(),
    /** Of the draft this change was made from: another one refuses it, so that two people do not overwrite each other. */
    version: z.int().nonnegative().optional(),
    /** Only of a sent one: makes it unread and unseen again for everybody. */
    notifyAgain: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Say what to change.');

/** Changes a draft, or a sent broadcast in place and live. Senders and administrators. */
export async function updateBroadcast(
  viewer: Viewer,
  id: string,
  change: z.infer<typeof broadcastChange>,
  once: Once | null = null,
): Promise<Broadcast> {
  const { audience: named, version, notifyAgain, ...content } = change;
  const { state, audience: kept } = await getBroadcast(viewer, id);
  // After the look at the broadcast: what is sent by now may have been changed as a draft by the first of these requests.
  const answered = await answeredBefore<Broadcast>(once);
  if (answered) return answered;
  if (state === 'sent') {
    refuse('audience', named, 'The audience of a sent broadcast cannot be changed.');
    refuse('version', version, 'Only a draft has a version to compare.');
    return editBroadcast(viewer, id, { content, notifyAgain: notifyAgain ?? false, once });
  }
  refuse('notifyAgain', notifyAgain, 'Only a sent broadcast can notify again.');
  const audience = named && (await resolveAudience(named, kept));
  const { store, now } = context();
  return store.updateBroadcast(id, { content, audience, version, updatedBy: viewer.id, once, now: now() });
}

function refuse(path: string, value: unknown, message: string): void {
  if (value !== undefined) throw new AppError('invalid', message, { errors: [{ path, message }] });
}
