import 'server-only';
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** Work per guess: `N` rows of `128 · r` bytes, `p` times. */
export type PasswordCost = Readonly<{ N: number; r: number; p: number }>;

/**
 * As much work as OWASP's first choice for scrypt (2^17, 8, 1: about half a second of one core here) with half
 * its memory: 64 MiB a guess, so that the four threads Node hashes on stay within a small server's memory.
 */
export const PASSWORD_COST: PasswordCost = { N: 2 ** 16, r: 8, p: 2 };

/** Shorter ones are guessed, longer ones only cost time (ASVS 6.2.1, 6.2.9). In bytes of UTF-8; nothing is cut off. */
export const PASSWORD_MIN_BYTES = 8;
export const PASSWORD_MAX_BYTES = 1_024;

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const FORMAT = /^scrypt\$(\d{1,8})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/;

/** `scrypt$N$r$p$salt$hash`, the last two in base64url. */
export async function hashPassword(password: string, cost: PasswordCost = PASSWORD_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, cost);
  const { N, r, p } = cost;
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Whether this is the password of this hash. Throws when the hash is not one of ours: the database is damaged then. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt, hash] = FORMAT.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) throw new Error('A stored password hash cannot be read.');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, 'base64url'), cost);
  return timingSafeEqual(derived, Buffer.from(hash, 'base64url'));
}

/** A hash of nothing, with today's cost: verifying against it takes as long as for a person who exists. */
export const NOBODYS_HASH = ['scrypt', ...Object.values(PASSWORD_COST), 'A'.repeat(22), 'A'.repeat(43)].join(
  '$',
);

export function isAcceptableLength(password: string): boolean {
  const bytes = Buffer.byteLength(password);
  return bytes >= PASSWORD_MIN_BYTES && bytes <= PASSWORD_MAX_BYTES;
}

/** On Node's thread pool: the event loop goes on serving meanwhile. */
function derive(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  // OpenSSL needs a little more than the table itself; Node's own limit of 32 MiB is below it.
  const options: ScryptOptions = { ...cost, maxmem: 2 * 128 * cost.N * cost.r };
  return new Promise((resolve, reject) => {
    // Two spellings of one character (é, e + ´) are one password: keyboards differ in which they send.
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, options, (error, derived) => {
      if (error) reject(error);
      else resolve(derived);
    });
  });
}
