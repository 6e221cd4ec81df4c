import 'server-only';
import { AppError } from '@/lib/errors';
import { context } from './context';

/** Streams looked at for the number below; beyond it the exact number says nothing more. */
const WAITING_MAX = 1_000;

export type Ready = Readonly<{
  status: 'ready';
  /** How many streams have an event to publish, at most 1,000. */
  waiting: number;
  /** `large` when the write-ahead log has passed 32 MB: something reads an old state and does not end. */
  log: 'ok' | 'large';
}>;

/**
 * That this process can do its work: the database takes writes. Neither `waiting` nor `log` ever fails the check:
 * while a realtime service is away every screen is late and none is wrong, and taking the process out of service
 * would make that worse. Throws `unavailable` that says what is wrong, in words and as `reason`.
 */
export async function checkReady(): Promise<Ready> {
  const { store } = context();
  try {
    await store.checkWritable();
    const waiting = await store.dirtyStreams(WAITING_MAX);
    return { status: 'ready', waiting: waiting.length, log: store.health().log.size };
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new AppError('unavailable', SENTENCES[reason], { facts: { reason }, cause });
  }
}

const SENTENCES = {
  disk_full: 'The disk is full: nothing is stored until there is room. Reading and signing in go on.',
  database_busy: 'Another process holds the database: nothing is stored until it lets go. Reading goes on.',
  database_failing: 'The database cannot be written at the moment.',
} as const;

function reasonOf(cause: unknown): keyof typeof SENTENCES {
  if (!(cause instanceof AppError)) return 'database_failing';
  if (cause.code === 'storage_full') return 'disk_full';
  return cause.code === 'unavailable' ? 'database_busy' : 'database_failing';
}
