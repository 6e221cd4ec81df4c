import 'server-only';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import { FOLDS, momentOf } from '@/lib/inbox/local-time';
import { momentProblem } from '@/lib/inbox/local-time-words';

/** A hold is for second thoughts, a schedule for a date. */
const HOLD_MAX_SECONDS = 3_600;
const SCHEDULE_MAX_MS = 366 * 24 * 60 * 60 * 1000;

/** The ways to say when a broadcast goes out, of which one may be used. */
export const dueFields = {
  holdSeconds: z
    .int('This must be a whole number of seconds.')
    .min(0, 'This must not be negative.')
    .max(HOLD_MAX_SECONDS, `This may be at most ${HOLD_MAX_SECONDS}.`)
    .optional(),
  at: z.iso.datetime({ offset: true, error: 'This must be a time such as 2030-01-31T09:00:00Z.' }).optional(),
  /** What clocks in a zone show then. */
  local: z
    .strictObject({
      date: z.string().max(10, 'This must be a date such as 2030-01-31.'),
      time: z.string().max(5, 'This must be a time such as 09:00.'),
      zone: z.string().max(64, 'This must be a time zone such as Europe/Berlin.'),
      fold: z.enum(FOLDS, `This must be ${FOLDS.join(' or ')}.`).optional(),
    })
    .optional(),
};
type DueInput = z.infer<z.ZodObject<typeof dueFields>>;

export type Due = Readonly<{
  /** Null: at once. */
  dueAt: number | null;
  as: 'held' | 'scheduled' | null;
  timeZone: string | null;
}>;

/** Refuses more than one answer to one question. */
export function isOneTime({ holdSeconds, at, local }: DueInput): boolean {
  return [holdSeconds, at, local].filter((given) => given !== undefined).length <= 1;
}

/**
 * When a broadcast goes out that is confirmed now. Throws `invalid` for a time that is past, too far off, or skipped or
 * doubled where clocks are set, and when it would be over by then.
 */
export function dueTime(
  input: DueInput,
  at: { now: number; usualHoldSeconds: number; expiresAt: string | null },
): Due {
  const due = timeOf(input, at);
  if (at.expiresAt !== null && Date.parse(at.expiresAt) <= (due.dueAt ?? at.now)) {
    const path = input.local !== undefined ? 'local' : input.at !== undefined ? 'at' : 'expiresAt';
    refuse(path, 'It would expire before it goes out.');
  }
  return due;
}

function timeOf(input: DueInput, { now, usualHoldSeconds }: { now: number; usualHoldSeconds: number }): Due {
  if (input.local !== undefined) {
    const moment = momentOf(input.local);
    const problem = momentProblem(input.local, moment);
    if (problem) refuse(`local.${problem.field}`, problem.message);
    if (moment.kind !== 'instant') throw new Error('A moment without a problem is an instant.');
    return { dueAt: inTime('local', moment.at, now), as: 'scheduled', timeZone: input.local.zone };
  }
  if (input.at !== undefined) {
    return { dueAt: inTime('at', Date.parse(input.at), now), as: 'scheduled', timeZone: null };
  }
  const seconds = input.holdSeconds ?? usualHoldSeconds;
  if (seconds === 0) return { dueAt: null, as: null, timeZone: null };
  return { dueAt: now + seconds * 1000, as: 'held', timeZone: null };
}

function inTime(path: 'at' | 'local', time: number, now: number): number {
  if (time <= now || time > now + SCHEDULE_MAX_MS) {
    refuse(path, 'The time must be in the future and within a year.');
  }
  return time;
}

function refuse(path: string, message: string): never {
  throw new AppError('invalid', message, { errors: [{ path, message }] });
}
