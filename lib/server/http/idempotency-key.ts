import 'server-only';
import { AppError } from '@/lib/errors';

/** Characters of a key: a UUID has 36, and nobody needs seven times that. */
const KEY_MAX = 255;
const KEY = new RegExp(`^[\\x21-\\x7e]{1,${KEY_MAX}}$`);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A string of a structured field (RFC 9651, section 3.3.3), as the header's draft writes it. */
const QUOTED = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/**
 * The key that a request names itself by, or null without one. Bare and quoted are the same key. Throws `invalid`
 * unless it has 1 to 255 visible ASCII characters; where it becomes an operation's id it must be a UUID.
 */
export function parseIdempotencyKey(header: string | null, kind: 'key' | 'operation'): string | null {
  if (header === null) return null;
  const key = header.startsWith('"') ? unquoted(header) : header;
  if (key === null || !KEY.test(key)) {
    throw refusal(`This must have 1 to ${KEY_MAX} visible ASCII characters.`);
  }
  if (kind === 'key') return key;
  if (!UUID.test(key)) throw refusal('This must be a UUID, because it becomes the operation’s id.');
  return key.toLowerCase();
}

function unquoted(header: string): string | null {
  return QUOTED.exec(header)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? null;
}

function refusal(message: string): AppError {
  return new AppError('invalid', 'The Idempotency-Key is not right.', {
    errors: [{ path: 'Idempotency-Key', message }],
  });
}
