/** What an operator should hear of; each change for the worse or better is told once. */
export type StoreNews = Readonly<{
  level: 'info' | 'warn' | 'error';
  message: string;
  facts?: Readonly<Record<string, string | number>>;
  error?: unknown;
}>;

export type StoreHealth = Readonly<{
  /** While it is `full` only what is essential is stored: signing in and out, and revoking. */
  disk: 'ok' | 'full';
  /** Whether another process has been found holding the write lock, and holds it still as far as is known. */
  writeLock: 'ok' | 'taken';
  /** What stands in the write-ahead log; `large` from 32 MB: a reader that does not end, or a failing checkpoint. */
  log: Readonly<{ bytes: number; size: 'ok' | 'large' }>;
}>;
