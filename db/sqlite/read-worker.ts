import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { LongRow } from './long-reads';

export type ReadStatement = Readonly<{ sql: string; params: readonly unknown[] }>;
export type ReadAnswer = readonly (readonly LongRow[])[];

export type ReadWorker = Readonly<{
  /** One at a time. Rejects with SQLite's own words when it fails, and with a `ReaderLost` when there is no thread any more. */
  run(statements: readonly ReadStatement[]): Promise<ReadAnswer>;
  /** Ends it, in the middle of a read if need be; resolves when it is gone. */
  end(): Promise<void>;
}>;

/** The thread ended or never came to life; nothing will come from it any more. */
export class ReaderLost extends Error {
  override readonly name = 'ReaderLost';
}

/** Rows of a page and the working set of a statement; never a table. */
const HEAP_MAX_MB = 128;
/** Another connection stands in a reader's way only while the log is recovered or begun anew. */
const WAITS_MS = 2_000;

/** A thread with a read-only connection of its own. It comes to life at once and does not keep the process alive. */
export function readWorker(file: string): ReadWorker {
  type Asked = { resolve: (answer: ReadAnswer) => void; reject: (error: Error) => void };
  let asked: Asked | null = null;
  let lost: ReaderLost | null = null;
  const worker = new Worker(SOURCE, {
    eval: true,
    // The driver must be the very same file as the main thread's: SQLite keeps one list of locks for the whole process in it.
    workerData: { driver: driverPath(), file, timeout: WAITS_MS },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MB },
  });
  worker.unref();
  worker.on('message', (answer: { rows: ReadAnswer } | { error: string }) => {
    const { resolve, reject } = asked ?? {};
    asked = null;
    if ('error' in answer) reject?.(new Error(answer.error));
    else resolve?.(answer.rows);
  });
  worker.on('error', (cause) => lose(new ReaderLost('The reading thread failed.', { cause })));
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      lose(new ReaderLost('The reading thread has ended.'));
      resolve();
    });
  });

  function lose(error: ReaderLost): void {
    lost ??= error;
    asked?.reject(lost);
    asked = null;
  }

  return {
    run(statements) {
      return new Promise((resolve, reject) => {
        if (lost) throw lost;
        asked = { resolve, reject };
        worker.postMessage(statements);
      });
    },
    async end() {
      lose(new ReaderLost('The reading thread was stopped.'));
      worker.ref();
      void worker.terminate();
      await ended;
    },
  };
}

function driverPath(): string {
  return createRequire(import.meta.url).resolve('better-sqlite3');
}

/** Plain JavaScript, so that it runs the same from the sources, from the bundle and under the tests. */
const SOURCE = `
const { parentPort, workerData } = require('node:worker_threads');
const Database = require(workerData.driver);
const database = new Database(workerData.file, { readonly: true, fileMustExist: true, timeout: workerData.timeout });
const read = database.transaction((statements) =>
  statements.map(({ sql, params }) => database.prepare(sql).all(...params)));
parentPort.on('message', (statements) => {
  try {
    parentPort.postMessage({ rows: read.deferred(statements) });
  } catch (error) {
    parentPort.postMessage({ error: (error.code ?? 'error') + ': ' + error.message });
  }
});
`;
