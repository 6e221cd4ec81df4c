import 'server-only';
import { randomUUID } from 'node:crypto';
import { AppError } from '@/lib/errors';
import { ROUND_TRIP_MADE, type RoundTripEvent, userChannel } from '@/lib/realtime/channels';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { takeRoundTrip } from './round-trip-limit';

/** Below the five seconds that the page waits, so that it hears why instead of giving up. */
const PUBLISH_WITHIN_MS = 4_000;

/**
 * Publishes an event that means nothing on the viewer's own channel, the way every event goes, for their browser
 * to see it come back; `nonce` tells it from others. Administrators only. Throws `unavailable` when the service
 * does not take it, and `too_many`.
 */
export async function makeRoundTrip(viewer: Viewer): Promise<{ nonce: string }> {
  requireRole(viewer, 'admin');
  await takeRoundTrip(viewer.id);
  const data: RoundTripEvent = { v: 1, nonce: randomUUID() };
  const event = { channel: userChannel(viewer.id), name: ROUND_TRIP_MADE, data };
  await inTime(context().publisher.publish(event));
  return { nonce: data.nonce };
}

async function inTime(publishing: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const sentence = `The realtime service did not take the event within ${PUBLISH_WITHIN_MS / 1_000} s.`;
    timer = setTimeout(() => reject(new AppError('unavailable', sentence)), PUBLISH_WITHIN_MS);
  });
  try {
    await Promise.race([publishing, late]);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // What the embedded server throws is its own kind of refusal: its queue is full, or it is being stopped.
    throw new AppError('unavailable', 'The realtime service did not take the event.', { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
