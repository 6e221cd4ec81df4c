import 'server-only';
import { OPERATIONS_LISTED, OPERATIONS_LISTED_MS, type Operation } from '@/lib/inbox/operation';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** What the viewer did in the last 24 hours and can take back, newest first, at most twenty. */
export async function listOperations(viewer: Viewer): Promise<{ operations: readonly Operation[] }> {
  const { store, now } = context();
  const page = { since: now() - OPERATIONS_LISTED_MS, limit: OPERATIONS_LISTED };
  return { operations: await store.operations(viewer.id, page) };
}
