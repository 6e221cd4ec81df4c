import 'server-only';
import * as z from 'zod';
import type { Invitation } from '@/lib/inbox/invitation';
import { requireRole } from '../caller';
import { context } from '../context';
import { limitField } from '../input-fields';
import type { Viewer } from '../sessions/session-viewer';
import { beforeId } from './list-people';

const PAGE = 50;
const PAGE_MAX = 100;

export const invitationsQuery = z.strictObject({
  before: beforeId,
  limit: limitField({ max: PAGE_MAX, usual: PAGE }),
});

/** One-time links that were neither used nor taken back, newest first; those that have expired too. Administrators only. */
export async function listInvitations(
  viewer: Viewer,
  page: { before?: string | null; limit?: number } = {},
): Promise<{ invitations: readonly Invitation[]; next: string | null }> {
  requireRole(viewer, 'admin');
  return context().store.listInvitations({ before: page.before ?? null, limit: page.limit ?? PAGE });
}
