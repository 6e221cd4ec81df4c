import 'server-only';
import type { ApiKey } from '@/db/store';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** Every key, newest first (at most 200), revoked ones included; never a secret. Administrators only. */
export async function listApiKeys(viewer: Viewer): Promise<readonly ApiKey[]> {
  requireRole(viewer, 'admin');
  return context().store.listApiKeys();
}
