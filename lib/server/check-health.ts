import 'server-only';
import { AppError } from '@/lib/errors';
import { context } from './context';

/** Streams looked at for the number below; beyond it the exact number says nothing more. */
const WAITING_MAX = 1_000;

/**
 * That this process can do its work: the database takes writes. `waiting` is how many streams have an event
 * to publish (at most 1,000). It never fails the check: while a realtime service is away every screen is late
 * and none is wrong, and taking the process out of service would make that worse. Throws `unavailable`.
 */
export async function checkReady(): Promise<{ status: 'ready'; waiting: number }> {
  const { store } = context();
  try {
    await store.checkWritable();
    const waiting = await store.dirtyStreams(WAITING_MAX);
    return { status: 'ready', waiting: waiting.length };
  } catch (cause) {
    throw new AppError('unavailable', 'The database cannot be written at the moment.', { cause });
  }
}
