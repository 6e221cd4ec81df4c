import 'server-only';
import type { Once } from '@/db/once';
import { AppError } from '@/lib/errors';

/** Throws `conflict` for a request that was answered before: the link was in that answer and is kept nowhere. */
export function refuseRepeated(once: Once | null, id: string): void {
  if (!once?.replayed) return;
  const sentence = 'This link was made before. It was in that answer and nowhere else: make another.';
  throw new AppError('conflict', sentence, { facts: { id } });
}
