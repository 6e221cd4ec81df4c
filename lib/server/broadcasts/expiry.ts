import 'server-only';
import * as z from 'zod';
import { AppError } from '@/lib/errors';

/** When a broadcast leaves every inbox, as a sender gives it: a time, or null for never. In milliseconds. */
export const expiryField = z.iso
  .datetime({ offset: true, error: 'This must be a time such as 2030-01-31T09:00:00Z, or null for never.' })
  .transform((at) => Date.parse(at))
  .nullable();

/** Throws `invalid` for a time that has come: what is over the moment it is sent reaches nobody. */
export function refusePast(expiresAt: number | null | undefined, now: number): void {
  if (expiresAt === null || expiresAt === undefined || expiresAt > now) return;
  const message = 'The time it expires must be in the future.';
  throw new AppError('invalid', message, { errors: [{ path: 'expiresAt', message }] });
}
