import 'server-only';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import { AUDIENCE_FROZEN_MAX, type Audience, TOO_MANY_TO_FREEZE } from '@/lib/inbox/audience';
import type { Broadcast } from '@/lib/inbox/broadcast';
import type { Severity } from '@/lib/inbox/notification';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { refuseUnnamed } from './audience-schema';
import { makeConfirmation } from './confirmation-token';
import { hidesFew } from './follow/few-hidden';
import { getBroadcast } from './get-broadcast';
import { refuseGone } from './gone-groups';

/** People looked at between two yields: about a millisecond of a blocked loop each time. */
const CHUNK = 500;

export const checkQuery = z.strictObject({
  /** For going to those who belong now: the token is good for that, and for nothing else. */
  freeze: z
    .enum(['true', 'false'], 'This must be true or false.')
    .transform((text) => text === 'true')
    .default(false),
  /** Of the draft that is on the screen: another one refuses it, so that nobody confirms what they have not seen. */
  version: z
    .string()
    .regex(/^\d{1,15}$/, 'This must be the number of a version.')
    .transform(Number)
    .optional(),
});

type Reach = Readonly<{
  title: string;
  severity: Severity;
  audience: Audience;
  version: number;
  count: number;
  online: number | null;
  holdSeconds: number;
  token: string;
}>;

/**
 * The exact number of people a draft would reach now, how many of them are online here (null when this
 * process cannot know), how long it would wait, and the token without which it cannot be sent, with what the token
 * confirms. `invalid` when its audience names nobody, or a group that was deleted, and with `freeze` for more people than can be
 * fixed; `conflict` with the version there is,
 * and who made it when, for another `version`. Senders and administrators.
 */
export async function checkAudience(
  viewer: Viewer,
  id: string,
  { freeze = false, version }: { freeze?: boolean; version?: number } = {},
): Promise<Reach> {
  const broadcast = await getBroadcast(viewer, id);
  if (broadcast.state !== 'draft') throw new AppError('conflict', 'This broadcast is no draft any more.');
  refuseOther(broadcast, version);
  refuseUnnamed(broadcast.audience);
  await refuseGone(broadcast.audience);
  const { count, memberships } = await context().store.countAudience(broadcast.audience);
  if (freeze) refuseCrowd(count);
  return {
    title: broadcast.title,
    severity: broadcast.severity,
    audience: broadcast.audience,
    version: broadcast.version,
    count,
    online: hidesFew(count) ? null : await countOnline(broadcast.audience),
    holdSeconds: context().config.sending.holdSeconds,
    token: makeConfirmation(viewer, { broadcast, count, memberships, frozen: freeze }),
  };
}

/** Here already, and not only when it was confirmed. */
function refuseCrowd(count: number): void {
  if (count <= AUDIENCE_FROZEN_MAX) return;
  const errors = [{ path: 'freeze', message: TOO_MANY_TO_FREEZE }];
  throw new AppError('invalid', TOO_MANY_TO_FREEZE, { errors });
}

function refuseOther(broadcast: Broadcast, version: number | undefined): void {
  if (version === undefined || version === broadcast.version) return;
  const { updatedBy, createdBy, updatedAt } = broadcast;
  throw new AppError('conflict', 'Somebody has changed this draft.', {
    facts: { version: broadcast.version, updatedBy: (updatedBy ?? createdBy).name, updatedAt },
  });
}

async function countOnline(audience: Audience): Promise<number | null> {
  const { publisher, store } = context();
  const online = publisher.onlineUsers();
  if (online === null) return null;
  let count = 0;
  for (let start = 0; start < online.length; start += CHUNK) {
    if (start > 0) await nextTurn();
    count += await store.countAmong(online.slice(start, start + CHUNK), audience);
  }
  return count;
}
