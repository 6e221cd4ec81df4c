import 'server-only';
import type { BroadcastState } from '@/lib/inbox/broadcast';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { getBroadcast } from './get-broadcast';

/** When a broadcast goes out, and what the clock says here: a countdown must not trust another. Senders and administrators. */
export async function getWaiting(
  viewer: Viewer,
  id: string,
): Promise<{ state: BroadcastState; dueAt: string | null; now: string }> {
  const { state, dueAt } = await getBroadcast(viewer, id);
  return { state, dueAt, now: new Date(context().now()).toISOString() };
}
