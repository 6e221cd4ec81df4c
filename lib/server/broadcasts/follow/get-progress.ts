import 'server-only';
import { AppError } from '@/lib/errors';
import type { ShownProgress } from '@/lib/inbox/few-people';
import type { OnlineSplit } from '@/lib/inbox/progress';
import { requireRole } from '../../caller';
import { context } from '../../context';
import type { Viewer } from '../../sessions/session-viewer';
import { hidesFew, shownProgress } from './few-hidden';

/** `asOf` orders answers and events: server milliseconds from before it was read. */
export type LiveProgress = ShownProgress & Readonly<{ asOf: number; online: OnlineSplit | null }>;

/** The most people the store looks at in one question. */
const CHUNK = 1_000;

/**
 * How far a broadcast has come, and who of its people is online: null while it is not out, and where this process
 * cannot know or its people are too few to say. Senders and administrators.
 */
export async function getProgress(viewer: Viewer, id: string): Promise<LiveProgress> {
  requireRole(viewer, 'sender');
  const asOf = context().now();
  const progress = await shownProgress(id);
  if (!progress) throw new AppError('not_found', 'There is no such broadcast.');
  const isAsked = progress.state === 'sent' && !hidesFew(progress.figures.targeted);
  return { ...progress, asOf, online: isAsked ? await splitOf(id) : null };
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
