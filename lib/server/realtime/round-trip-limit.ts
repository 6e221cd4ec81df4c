import 'server-only';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/lib/errors';
import { type Context, context } from '../context';

/** A person who presses again and again is well below it; a page that runs wild is not. */
const PER_PERSON = { points: 30, duration: 60 };

const limitOf = new WeakMap<Context, RateLimiterMemory>();

/** Takes one of this person's round trips; throws `too_many` with `retryAfterSeconds`. Kept in memory. */
export async function takeRoundTrip(viewerId: string): Promise<void> {
  const here = context();
  const limit = limitOf.get(here) ?? new RateLimiterMemory(PER_PERSON);
  limitOf.set(here, limit);
  try {
    await limit.consume(viewerId);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.ceil(refusal.msBeforeNext / 1_000);
    throw new AppError('too_many', `Too many round trips. Try again in ${seconds} s.`, {
      facts: { retryAfterSeconds: seconds },
    });
  }
}
