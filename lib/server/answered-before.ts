import 'server-only';
import type { Once } from '@/db/once';
import { context } from './context';

/**
 * What this same request was answered before, or null. For use cases that look before they write: what they would
 * refuse by now (the draft has been sent, a recipient is gone) was right the first time. Of two at one moment neither
 * finds anything here; the store decides between them.
 */
export async function answeredBefore<T>(once: Once | null): Promise<T | null> {
  if (!once) return null;
  const found = await context().store.findAnswer(once);
  // The cast: the fingerprint names method and path, so it is an answer of the use case that asks.
  return found === null ? null : (found.answer as T);
}
