import 'server-only';
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** `bk_<id>_<secret><check>`: 16 hex digits, 43 characters of base64url (256 bits), 8 hex digits of CRC-32. */
const SHAPE = /^(bk_([0-9a-f]{16})_[A-Za-z0-9_-]{43})([0-9a-f]{8})$/;

export type ApiKeyToken = Readonly<{ id: string; token: string; hash: string }>;

/** A new key; the token is shown once and only its hash is kept. */
export function makeApiKeyToken(): ApiKeyToken {
  return composeApiKeyToken(randomBytes(8), randomBytes(32));
}

/** The key made of these 8 and 32 bytes. */
export function composeApiKeyToken(idBytes: Buffer, secret: Buffer): ApiKeyToken {
  const id = idBytes.toString('hex');
  const named = `bk_${id}_${secret.toString('base64url')}`;
  const token = named + checkOf(named);
  return { id, token, hash: hashApiKey(token) };
}

/** The id of a well-formed key, or null: a typing error or a cut-off paste is refused without a look-up. */
export function parseApiKeyToken(token: string): { id: string } | null {
  const [, named, id, check] = SHAPE.exec(token) ?? [];
  if (named === undefined || id === undefined || checkOf(named) !== check) return null;
  return { id };
}

/** SHA-256 in hex. The secret is 256 random bits, so a slow hash would add nothing (ASVS 11.4.2 speaks of passwords). */
export function hashApiKey(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function checkOf(named: string): string {
  return crc32(named).toString(16).padStart(8, '0');
}
