import 'server-only';
import * as z from 'zod';
import type { Once } from '@/db/once';
import { AppError } from '@/lib/errors';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { actorOf } from '../actor';
import { answeredBefore } from '../answered-before';
import { contentChangeFields } from '../content-schema';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { draftAudienceSchema } from './audience-schema';
import { editBroadcast } from './edit-broadcast';
import { expiryField, refusePast } from './expiry';
import { getBroadcast } from './get-broadcast';
import { resolveAudience } from './resolve-audience';

export const broadcastChange = z
  .strictObject({
    ...contentChangeFields,
    audience: draftAudienceSchema.optional(),
    expiresAt: expiryField.optional(),
    /** Of the broadcast this change was made from: another one refuses it, so that two people do not overwrite each other. */
    version: z.int().nonnegative().optional(),
    /** Only of a sent one: makes it unread and unseen again for everybody. */
    notifyAgain: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Say what to change.');

/**
 * Changes a draft, or a sent broadcast in place and live. Throws `conflict` with the version there is, and who made it
 * when, for a change that was made from another one. Senders and administrators.
 */
export async function updateBroadcast(
  viewer: Viewer,
  id: string,
  change: z.infer<typeof broadcastChange>,
  once: Once | null = null,
): Promise<Broadcast> {
  const { audience: named, version, notifyAgain, expiresAt, ...content } = change;
  const before = await getBroadcast(viewer, id);
  // After the look at the broadcast: what is sent by now may have been changed as a draft by the first of these requests.
  const answered = await answeredBefore<Broadcast>(once);
  if (answered) return answered;
  const { store, now } = context();
  refusePast(expiresAt, now());
  if (before.state === 'sent') {
    if (named !== undefined) refuse('audience', 'The audience of a sent broadcast cannot be changed.');
    const edit = { content, expiresAt, notifyAgain: notifyAgain ?? false, version, once };
    return editBroadcast(viewer, id, edit);
  }
  if (notifyAgain !== undefined) refuse('notifyAgain', 'Only a sent broadcast can notify again.');
  const audience = named && (await resolveAudience(named, before.audience));
  const revised = { content, audience, expiresAt, version, updatedBy: viewer.id, once, now: now() };
  return store.updateBroadcast(id, { ...revised, by: actorOf(viewer) });
}

function refuse(path: string, message: string): never {
  throw new AppError('invalid', message, { errors: [{ path, message }] });
}
