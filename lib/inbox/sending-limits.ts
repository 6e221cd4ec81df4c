import { AppError } from '@/lib/errors';

/** How often one person may ask others to read, by a broadcast or by making one unread again; 0 is no limit. */
export type SendingLimits = Readonly<{ perMinute: number; perHour: number }>;

/** What asks others to read: a sending, or an edit that makes what was sent unread again. */
export type LimitedAct = 'send' | 'edit';

/** The longest time that a limit looks back. */
export const LIMIT_WINDOW_MS = 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

/**
 * When a sender may send again, in milliseconds; null when they may now. `recent` are the moments at which they
 * confirmed sendings that were not taken back before they went out, or made something unread again, newest first.
 */
export function sendingAgainAt(recent: readonly number[], limits: SendingLimits, now: number): number | null {
  const again = Math.max(
    freeAt(recent, { most: limits.perMinute, windowMs: MINUTE_MS }),
    freeAt(recent, { most: limits.perHour, windowMs: LIMIT_WINDOW_MS }),
  );
  return again > now ? again : null;
}

/** The refusal, in words; its fact becomes the answer's Retry-After. */
export function tooManySendings(again: number, { act, now }: { act: LimitedAct; now: number }): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil((again - now) / 1000));
  const sentence = REFUSALS[act](waitText(retryAfterSeconds));
  return new AppError('too_many', sentence, { facts: { retryAfterSeconds } });
}

/**
 * The nearest of `others` when, with one more `at`, a minute or an hour would hold more than it may; null when there is
 * room. `others` are the times at which this person's waiting broadcasts go out.
 */
export function crowdedBy(others: readonly number[], limits: SendingLimits, at: number): number | null {
  const isCrowded =
    isFull(others, { at, most: limits.perMinute, windowMs: MINUTE_MS }) ||
    isFull(others, { at, most: limits.perHour, windowMs: LIMIT_WINDOW_MS });
  if (!isCrowded) return null;
  return others.reduce((near, other) => (Math.abs(other - at) < Math.abs(near - at) ? other : near));
}

/** The refusal of a time, in words. Once the other has gone out it is in nobody's way, which is when to try again. */
export function tooManyTogether(other: number, { limits, now }: { limits: SendingLimits; now: number }) {
  const time = `${new Date(other).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const { perMinute, perHour } = limits;
  const most = [
    ...(perMinute > 0 ? [`${perMinute} a minute`] : []),
    ...(perHour > 0 ? [`${perHour} an hour`] : []),
  ].join(' and ');
  return new AppError(
    'too_many',
    `Another broadcast of yours goes out at ${time}, and of one person's at most ${most} may. Choose another time.`,
    {
      facts: {
        retryAfterSeconds: Math.max(1, Math.ceil((other - now) / 1000)),
        otherAt: new Date(other).toISOString(),
      },
    },
  );
}

/** Whether some window around `at` would hold it and `most` others. */
function isFull(
  others: readonly number[],
  { at, most, windowMs }: { at: number; most: number; windowMs: number },
): boolean {
  if (most === 0) return false;
  const near = [...others.filter((other) => Math.abs(other - at) < windowMs), at].sort((a, b) => a - b);
  return near.some((first, index) => {
    const last = near[index + most];
    return last !== undefined && last - first < windowMs;
  });
}

const ENOUGH = 'You have sent as many broadcasts as one person may for now';
const REFUSALS: Readonly<Record<LimitedAct, (wait: string) => string>> = {
  send: (wait) => `${ENOUGH}. You can send again in ${wait}.`,
  edit: (wait) =>
    `${ENOUGH}, and marking one as unread again counts as one. You can do that again in ${wait}, or save without it now.`,
};

/** The moment from which fewer than `most` lie in the window: when the oldest of the newest `most` leaves it. */
function freeAt(recent: readonly number[], { most, windowMs }: { most: number; windowMs: number }): number {
  if (most === 0) return Number.NEGATIVE_INFINITY;
  const last = recent[most - 1];
  return last === undefined ? Number.NEGATIVE_INFINITY : last + windowMs;
}

function waitText(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
