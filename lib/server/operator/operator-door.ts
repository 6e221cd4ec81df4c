import 'server-only';
import { isSameProof, type OperatorClaim, operatorAnswer, operatorProof } from './operator-proof';

export type OperatorDoor = Readonly<{
  /** Whether the proof is right, fresh and new. Remembers it, so a second time it is not. */
  admits(claim: OperatorClaim, proof: string, now: number): boolean;
  /** What shows that this is the server whose key the terminal has read. */
  answer(nonce: string): string;
}>;

/** A proof is made and used within a moment, on one computer and by one clock. */
export const PROOF_FRESH_MS = 60_000;
/** Only right proofs are remembered, so strangers cannot fill this; a script that asks for more in a minute waits. */
const PROOFS_MAX = 1_000;

/** Lets terminals in that hold this key. The key is made at each start, so a proof is worth nothing after the next. */
export function createOperatorDoor(key: Buffer): OperatorDoor {
  const usedUntil = new Map<string, number>();

  return {
    admits(claim, proof, now) {
      // First of all: what is not proved may neither be remembered nor tell anything by its answer.
      if (!isSameProof(proof, operatorProof(key, claim))) return false;
      if (Math.abs(now - claim.at) > PROOF_FRESH_MS) return false;
      for (const [nonce, until] of usedUntil) if (until < now) usedUntil.delete(nonce);
      if (usedUntil.has(claim.nonce) || usedUntil.size >= PROOFS_MAX) return false;
      // It may be used from a minute before its time until a minute after it: so long it must be known.
      usedUntil.set(claim.nonce, claim.at + PROOF_FRESH_MS);
      return true;
    },
    answer: (nonce) => operatorAnswer(key, nonce),
  };
}
