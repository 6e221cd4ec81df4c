import 'server-only';
import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

/** 32 bytes of base64url: 256 bits that nobody guesses. */
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

export type LinkSecret = Readonly<{ id: string; token: string; hash: string }>;

/** The secret of a new link; only its hash is kept. */
export function makeLinkSecret(): LinkSecret {
  const token = randomBytes(32).toString('base64url');
  return { id: uuidv7(), token, hash: hashOf(token) };
}

/** SHA-256 in hex, which the store looks for; null for what cannot be a link of ours, so that nothing is looked for. */
export function hashOfToken(token: string): string | null {
  return SHAPE.test(token) ? hashOf(token) : null;
}

/** What is opened in a browser. `origin` is how this installation is reached. */
export function linkOf(origin: string, token: string): string {
  return `${origin}/invitation?token=${token}`;
}

/** The secret is 256 random bits, so a slow hash would add nothing. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
