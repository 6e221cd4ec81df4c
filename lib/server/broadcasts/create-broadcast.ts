import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import type { Once } from '@/db/once';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { labelHasLink } from '@/lib/inbox/link-label';
import { actorOf } from '../actor';
import { answeredBefore } from '../answered-before';
import { requireRole } from '../caller';
import { contentFields, LABEL_REFUSED } from '../content-schema';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { draftAudienceSchema } from './audience-schema';
import { expiryField, refusePast } from './expiry';
import { resolveAudience } from './resolve-audience';

export const broadcastInput = z
  .strictObject({ ...contentFields, audience: draftAudienceSchema, expiresAt: expiryField.optional() })
  .refine(labelHasLink, LABEL_REFUSED);

/** A new draft. Nobody gets anything before it is sent. Senders and administrators. */
export async function createBroadcast(
  viewer: Viewer,
  input: z.infer<typeof broadcastInput>,
  once: Once | null = null,
): Promise<Broadcast> {
  requireRole(viewer, 'sender');
  const { store, now } = context();
  // Before the look at names and times: whoever is gone by then was there when the first answer was given.
  const answered = await answeredBefore<Broadcast>(once);
  if (answered) return answered;
  const { audience: named, expiresAt, ...content } = input;
  refusePast(expiresAt, now());
  const audience = await resolveAudience(named);
  const by = { by: actorOf(viewer), createdBy: viewer.id };
  return store.createBroadcast({ id: uuidv7(), ...by, content, audience, expiresAt, once, now: now() });
}
