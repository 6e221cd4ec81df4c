import 'server-only';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { v7 as uuidv7 } from 'uuid';
import type { Once } from '@/db/once';
import { AppError } from '@/lib/errors';
import type { Broadcast, BroadcastState } from '@/lib/inbox/broadcast';
import type { Content } from '@/lib/inbox/notification';
import { actorOf } from '../actor';
import { answeredBefore } from '../answered-before';
import { type Context, context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { getBroadcast } from './get-broadcast';

type Tested = { ids: readonly { readonly recipient: string; readonly id: string }[] };

const TESTABLE: readonly BroadcastState[] = ['draft', 'scheduled', 'held', 'paused'];
const PER_PERSON = { points: 10, duration: 60 };

/**
 * Puts what a broadcast says now into the viewer's own inbox, the way any notification comes there, marked as a test
 * and part of no figure; an entry of the audit log. `conflict` when it has gone out: then it is in their inbox. Senders and administrators.
 */
export async function testBroadcast(viewer: Viewer, id: string, once: Once | null = null): Promise<Tested> {
  const broadcast = await getBroadcast(viewer, id);
  const answered = await answeredBefore<Tested>(once);
  if (answered) return answered;
  if (!TESTABLE.includes(broadcast.state)) {
    throw new AppError('conflict', 'Only what has not gone out can be tested.');
  }
  await takeTest(viewer.id);
  const { store, now } = context();
  return store.append({
    recipients: [{ userId: viewer.id, id: uuidv7() }],
    content: contentOf(broadcast),
    testOf: { id, title: broadcast.title, version: broadcast.version, by: actorOf(viewer) },
    once,
    now: now(),
  });
}

function contentOf(broadcast: Broadcast): Content {
  const { title, body, url, category, severity, linkLabel, format } = broadcast;
  return { title, body, url, category, severity, linkLabel, format };
}

const limitOf = new WeakMap<Context, RateLimiterMemory>();

/** Takes one of this person's tests; throws `too_many` with `retryAfterSeconds`. Kept in memory: they reach nobody else. */
async function takeTest(viewerId: string): Promise<void> {
  const here = context();
  const limit = limitOf.get(here) ?? new RateLimiterMemory(PER_PERSON);
  limitOf.set(here, limit);
  try {
    await limit.consume(viewerId);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.ceil(refusal.msBeforeNext / 1_000);
    throw new AppError('too_many', `Too many tests. Try again in ${seconds} s.`, {
      facts: { retryAfterSeconds: seconds },
    });
  }
}
