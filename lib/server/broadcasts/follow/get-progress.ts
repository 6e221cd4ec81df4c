import 'server-only';
import { AppError } from '@/lib/errors';
import type { OnlineSplit, Progress } from '@/lib/inbox/progress';
import { requireRole } from '../../caller';
import { context } from '../../context';
import type { Viewer } from '../../sessions/session-viewer';

/** `asOf` orders answers and events: server milliseconds from before it was read. */
export type LiveProgress = Progress & Readonly<{ asOf: number; online: OnlineSplit | null }>;

/** The most people the store looks at in one question. */
const CHUNK = 1_000;

/**
 * How far a broadcast has come, and who of its people is online: null while it is not out, and where this process
 * cannot know. Senders and administrators.
 */
export async function getProgress(viewer: Viewer, id: string): Promise<LiveProgress> {
  requireRole(viewer, 'sender');
  const { store, now } = context();
  const asOf = now();
  const progress = await store.progress(id);
  if (!progress) throw new AppError('not_found', 'There is no such broadcast.');
  return { ...progress, asOf, online: progress.state === 'sent' ? await splitOf(id) : null };
}

async function splitOf(id: string): Promise<OnlineSplit | null> {
  const { store, publisher } = context();
  const online = publisher.onlineUsers();
  if (online === null) return null;
  let [delivered, pending] = [0, 0];
  for (let start = 0; start < online.length; start += CHUNK) {
    const split = await store.onlineSplit(id, online.slice(start, start + CHUNK));
    delivered += split.delivered;
    pending += split.pending;
  }
  return { delivered, pending };
}
