import 'server-only';
import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/lib/errors';
import { type Context, context } from '../context';

/** Failures of one account before it waits, and of one address (a whole office may share one). */
const PER_ACCOUNT = { points: 10, duration: 15 * 60 };
const PER_ADDRESS = { points: 100, duration: 60 * 60 };

export type SignInLimits = Readonly<{
  /**
   * Takes one attempt of both allowances before the password is looked at, so that many at once cannot slip
   * by together. Answers what to do with the outcome, or the seconds to wait when an allowance is used up.
   */
  take(attempt: { account: string; address: string }): Promise<SignInAllowance>;
}>;

export type SignInAllowance =
  | Readonly<{ allowed: true; giveBack: () => Promise<void> }>
  | Readonly<{ allowed: false; waitSeconds: number }>;

const limitsOf = new WeakMap<Context, SignInLimits>();

/** This process's limits. They live in memory: a restart forgets them, which only shortens a wait. */
export function signInLimits(): SignInLimits {
  const here = context();
  const limits = limitsOf.get(here) ?? makeSignInLimits();
  limitsOf.set(here, limits);
  return limits;
}

export function makeSignInLimits(): SignInLimits {
  const accounts = new RateLimiterMemory({ ...PER_ACCOUNT, keyPrefix: 'account' });
  const addresses = new RateLimiterMemory({ ...PER_ADDRESS, keyPrefix: 'address' });
  return {
    async take(attempt) {
      const address = networkOf(attempt.address);
      // The address first: whoever tries many accounts is stopped before filling the memory with their names.
      const refused =
        (await consume(addresses, address)) ??
        (await consume(accounts, attempt.account, { addresses, address }));
      if (refused) return { allowed: false, waitSeconds: Math.ceil(refused.msBeforeNext / 1000) };
      return {
        allowed: true,
        // Only failures count: who signs in often does not lock the door for everybody behind one address.
        giveBack: async () => {
          await Promise.all([addresses.reward(address), accounts.reward(attempt.account)]);
        },
      };
    },
  };
}

/** The refusal of whoever has to wait. */
export function tooManyAttempts(waitSeconds: number): AppError {
  const minutes = Math.max(1, Math.ceil(waitSeconds / 60));
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return new AppError('too_many', `Too many attempts. Try again in ${wait}.`, {
    facts: { retryAfterSeconds: waitSeconds },
  });
}

/** Null when there was one left. An attempt that the account's limit refuses does not use up the address's. */
async function consume(
  limiter: RateLimiterMemory,
  key: string,
  taken?: { addresses: RateLimiterMemory; address: string },
): Promise<RateLimiterRes | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    if (taken) await taken.addresses.reward(taken.address);
    return refusal;
  }
}

/** One household or office: an IPv6 customer has at least a /64 to choose addresses from. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const rest = tail ? tail.split(':') : [];
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0');
  const full = [...groups, ...zeros, ...rest];
  return `${full
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
