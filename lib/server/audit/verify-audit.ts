import 'server-only';
import * as z from 'zod';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { checkAuditLog, type Verification } from './check-audit-log';

export const verificationInput = z.strictObject({
  head: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]{64}$/, 'This is the hash of an entry: 64 hexadecimal digits.')
    .nullable()
    .default(null),
});

/**
 * Whether the audit log is what was written: no entry changed, missing or out of its place, and none cut off the end
 * as far as anybody can tell who holds the database alone. A hash that was written down elsewhere tells that too.
 * The verification becomes an entry itself. Administrators only.
 */
export async function verifyAudit(
  viewer: Viewer,
  { head }: z.infer<typeof verificationInput>,
): Promise<Verification> {
  requireRole(viewer, 'admin');
  const { store, now } = context();
  const verification = await checkAuditLog(store, head);
  const { intact, entries, fault, last } = verification;
  const outcome = { intact, entries, fault, hash: last.hash, head: verification.head?.found ?? null };
  await store.noteVerification({ by: actorOf(viewer), outcome, now: now() });
  return verification;
}
