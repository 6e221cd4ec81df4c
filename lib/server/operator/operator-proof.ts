import 'server-only';
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a terminal asks for: a session of this administrator (null: of the first), now, and once. */
export type OperatorClaim = Readonly<{ nonce: string; at: number; as: string | null }>;

/** Proves that whoever asks holds the key of this very start of the server: HMAC-SHA-256, in hexadecimal. */
export function operatorProof(key: Buffer, { nonce, at, as }: OperatorClaim): string {
  return sign(key, ['belfry operator asks v1', nonce, at, as]);
}

/** Proves to the terminal that the server holds it too: nobody else on its port is told anything. */
export function operatorAnswer(key: Buffer, nonce: string): string {
  return sign(key, ['belfry operator answers v1', nonce]);
}

/** In a time that does not tell where the two differ. */
export function isSameProof(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** One JSON list, so that no two claims are written alike. */
function sign(key: Buffer, parts: readonly (string | number | null)[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}
