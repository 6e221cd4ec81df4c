import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import { context } from '../context';
import type { RequestOrigin } from '../http/request-origin';
import { lineOf } from '../line-of-text';
import { hashPassword, isAcceptableLength, PASSWORD_MAX_BYTES, PASSWORD_MIN_BYTES } from './password';

export const setupInput = z.strictObject({
  token: z.string().min(1, 'This must not be empty.').max(200),
  name: lineOf({ max: 100 }),
  email: z.string().trim().toLowerCase().max(254).pipe(z.email('This is not an e-mail address.')),
  password: z
    .string()
    .refine(isAcceptableLength, `A password has ${PASSWORD_MIN_BYTES} to ${PASSWORD_MAX_BYTES} bytes.`),
});

/**
 * Makes the first administrator of an empty installation, for whoever has the one-time link from its log.
 * Throws `conflict` once there is anybody, `forbidden` for another token.
 */
export async function createFirstAdministrator(
  input: z.infer<typeof setupInput>,
  origin: RequestOrigin,
): Promise<{ id: string; email: string }> {
  const { store, now } = context();
  const expected = await openToken();
  if (expected === null) throw new AppError('conflict', 'This installation has been set up already.');
  if (!sameText(input.token, expected)) throw new AppError('forbidden', 'This link is not valid.');
  const newId = uuidv7();
  const { id, email } = await store.createFirstAdministrator({
    id: newId,
    email: input.email,
    name: input.name,
    passwordHash: await hashPassword(input.password),
    by: { id: newId, name: input.name, via: 'page', ...origin },
    now: now(),
  });
  return { id, email };
}

/** Whether this installation still waits for its first administrator. */
export async function isUnclaimed(): Promise<boolean> {
  return (await openToken()) !== null;
}

/**
 * The process knows its token until it ends, and the link may be in a log: what it was for is asked anew, so
 * that whoever finds it later gets neither a form nor the work of a password's hash.
 */
async function openToken(): Promise<string | null> {
  const { store, setupToken } = context();
  const token = setupToken();
  return token === null || (await store.hasUsers()) ? null : token;
}

/** In a time that tells nothing about where they differ: both become 32 bytes first. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
