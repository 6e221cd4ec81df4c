import 'server-only';
import { timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '@/db/store';
import { context } from '../context';
import { hashApiKey, parseApiKeyToken } from './api-key-token';

/** The live key this token is, or null when it is malformed, unknown, wrong or revoked. Notes its use. */
export async function findKeyHolder(token: string): Promise<ApiKey | null> {
  const parsed = parseApiKeyToken(token);
  if (!parsed) return null;
  const { store, now } = context();
  const found = await store.findApiKey(parsed.id);
  if (!found || !sameHash(found.hash, hashApiKey(token))) return null;
  await store.touchApiKey(found.key.id, now());
  return found.key;
}

/** Hashes differ in where, not only in whether: an early exit would tell how much of one was guessed. */
function sameHash(stored: string, given: string): boolean {
  const [a, b] = [Buffer.from(stored, 'hex'), Buffer.from(given, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}
