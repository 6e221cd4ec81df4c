import 'server-only';
import { createHash } from 'node:crypto';
import type { Once } from '@/db/once';
import type { Caller } from '../caller';
import { parseIdempotencyKey } from './idempotency-key';

/**
 * What makes a request one that is done once, or null when it names no key or nobody asks: a key is its owner's, so
 * that nobody meets another's. `body` is the parsed one: two spellings of one request are one request.
 */
export function readOnce(
  request: Request,
  given: { caller: Caller | null; body: unknown; kind: 'key' | 'operation' },
): Once | null {
  const key = parseIdempotencyKey(request.headers.get('idempotency-key'), given.kind);
  if (key === null || given.caller === null) return null;
  const fingerprint = fingerprintOf(request, given.body);
  return { principal: principalOf(given.caller), key, fingerprint, replayed: false };
}

function principalOf(caller: Caller): string {
  return caller.kind === 'viewer' ? `user:${caller.viewer.id}` : `key:${caller.key.id}`;
}

/** SHA-256, so that nothing of what was sent is kept for the comparison. */
function fingerprintOf(request: Request, body: unknown): string {
  const { pathname } = new URL(request.url);
  const asked = JSON.stringify([request.method, pathname, sorted(body)]);
  return createHash('sha256').update(asked).digest('hex');
}

/** The same value with the names of every object in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]),
  );
}
