import 'server-only';
import * as z from 'zod';
import type { AudienceReport } from '@/db/store-broadcasts';
import { dayStart, isZone } from '@/lib/inbox/local-time';
import { requireRole } from '../caller';
import { contentFields } from '../content-schema';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { audienceSchema } from './audience-schema';
import { hidesFew } from './follow/few-hidden';
import { resolveAudience } from './resolve-audience';

export const audienceInput = z.strictObject({
  audience: audienceSchema,
  category: contentFields.category,
  severity: contentFields.severity,
});

/** Null where only totals are shown and the people are too few for one. */
export type ShownReport = Omit<AudienceReport, 'muted' | 'busy'> &
  Readonly<{ muted: number | null; busy: number | null }>;

/** People of the report who are online: those of the first so many that this process knows of. */
const ONLINE_MAX = 10_000;

/**
 * Whom an audience would reach now, for the line beside it: how many, how many of them are online, have the category
 * switched off or were given much since the day began where the viewer is, and some of their names. Throws `invalid`
 * for a name that is not known. Senders and administrators.
 */
export async function describeAudience(
  viewer: Viewer,
  input: z.infer<typeof audienceInput>,
  timeZone: string | null,
): Promise<ShownReport> {
  requireRole(viewer, 'sender');
  const { store, publisher, now } = context();
  const audience = await resolveAudience(input.audience);
  const online = publisher.onlineUsers();
  const report = await store.describeAudience({
    audience,
    category: input.category,
    critical: input.severity === 'critical',
    // The zone is a stranger's text: one that is none is as good as none.
    since: dayStart(now(), timeZone !== null && isZone(timeZone) ? timeZone : 'UTC'),
    // More than are counted one by one: better no number than a wrong one.
    online: online !== null && online.length > ONLINE_MAX ? null : online,
  });
  return hidesFew(report.count) ? { ...report, online: null, muted: null, busy: null } : report;
}
