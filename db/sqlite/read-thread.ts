import { clearTimeout, setTimeout } from 'node:timers';
import { AppError } from '@/lib/errors';
import type { LongReads } from './long-reads';
import { type ReadAnswer, ReaderLost, type ReadStatement, type ReadWorker, readWorker } from './read-worker';

export type ReadThread = LongReads & Readonly<{ stop(): Promise<void> }>;

type Bounds = Readonly<{ waitingMax: number; timeoutMs: number; start: (file: string) => ReadWorker }>;
/** Beyond these, more would only wait for each other: one page asks for one or two. */
const USUAL: Bounds = { waitingMax: 64, timeoutMs: 15_000, start: readWorker };

const STOP_WITHIN_MS = 2_000;

/**
 * Long reads on another thread, one after the other, each in one read transaction of its own: the event loop does not
 * stand still for them, and they see what was committed before they were asked. A thread that is lost is replaced and
 * what it was asked is asked again, once; one that takes too long is given up, and its asker told.
 */
export function readThread(file: string, bounds: Partial<Bounds> = {}): ReadThread {
  const { waitingMax, timeoutMs, start } = { ...USUAL, ...bounds };
  let worker: ReadWorker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let gone: Promise<void> = Promise.resolve();
  let waiting = 0;
  let isStopped = false;

  async function read(statements: readonly ReadStatement[]): Promise<ReadAnswer> {
    try {
      return await once(statements);
    } catch (error) {
      if (!(error instanceof ReaderLost) || isStopped) throw error;
      return once(statements);
    }
  }

  async function once(statements: readonly ReadStatement[]): Promise<ReadAnswer> {
    let isGivenUp = false;
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(tookTooLong()), timeoutMs);
    });
    // Not before the last one is gone: two that run at once would take twice the time from everybody else.
    const answer = gone.then(() => {
      if (isStopped || isGivenUp) throw stopped();
      worker ??= start(file);
      return worker.run(statements);
    });
    try {
      return await Promise.race([answer, tooLong]);
    } catch (error) {
      isGivenUp = true;
      if (error instanceof ReaderLost || error instanceof AppError) retire();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** A statement that runs cannot be interrupted: the thread ends when it comes back. */
  function retire(): void {
    const retired = worker;
    worker = null;
    if (retired) gone = gone.then(() => retired.end());
  }

  return {
    async run(queries) {
      if (isStopped) throw stopped();
      if (waiting >= waitingMax) throw new AppError('unavailable', 'Too much is being counted at once.');
      const statements = queries.map((query) => query.toSQL());
      waiting += 1;
      const turn = last.then(() => read(statements));
      last = turn.catch(() => {});
      try {
        return await turn;
      } catch (error) {
        throw toRefusal(error);
      } finally {
        waiting -= 1;
      }
    },

    async stop() {
      isStopped = true;
      retire();
      let timer: NodeJS.Timeout | undefined;
      const impatient = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, STOP_WITHIN_MS);
      });
      await Promise.race([gone, impatient]);
      clearTimeout(timer);
    },
  };
}

function toRefusal(error: unknown): unknown {
  if (error instanceof ReaderLost) {
    return new AppError('unavailable', 'This cannot be counted now. Try again in a moment.', {
      cause: error,
    });
  }
  if (error instanceof Error && error.message.startsWith('SQLITE_BUSY')) {
    return new AppError('unavailable', 'The database is busy. Try again in a moment.', { cause: error });
  }
  return error;
}

function tookTooLong(): AppError {
  return new AppError('unavailable', 'Counting took too long. Try again in a moment.');
}

function stopped(): AppError {
  return new AppError('unavailable', 'The database is closed.');
}
