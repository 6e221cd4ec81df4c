import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

export type CheckpointMode = 'PASSIVE' | 'RESTART' | 'TRUNCATE';

/** Pages in the log and those of them that are in the database already; `busy` when somebody stood in its way. */
export type Checkpointed = Readonly<{ busy: boolean; log: number; checkpointed: number }>;

export type CheckpointWorker = Readonly<{
  /** One at a time. Rejects with SQLite's own words when it fails, and with a `WorkerLost` when there is no worker any more. */
  run(mode: CheckpointMode): Promise<Checkpointed>;
  /** Closes its connection and ends it; two seconds at most. */
  stop(): Promise<void>;
}>;

/** The thread ended or never came to life; nothing will come from it any more. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost';
}

/** Copying and syncing pages take time; a checkpoint that must wait for a reader keeps writers out meanwhile. */
const WAITS_FOR_READERS_MS = 50;
const STOP_WITHIN_MS = 2_000;
/** A dozen statements are all it ever runs. */
const HEAP_MAX_MB = 32;

/**
 * A thread with a connection of its own that copies the log into the database, so that the event loop does not
 * stand still for it. It comes to life with the first checkpoint and does not keep the process alive.
 */
export function checkpointWorker(file: string): CheckpointWorker {
  type Asked = { resolve: (done: Checkpointed) => void; reject: (error: Error) => void };
  let worker: Worker | null = null;
  let ended: Promise<void> = Promise.resolve();
  let asked: Asked | null = null;
  let lost: WorkerLost | null = null;

  function start(): Worker {
    const started = new Worker(SOURCE, {
      eval: true,
      // Its `require` would look from the working directory; the driver must be the very same file as the main thread's,
      // for SQLite keeps one list of locks for the whole process in it.
      workerData: { driver: driverPath(), file, timeout: WAITS_FOR_READERS_MS },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MB },
    });
    started.unref();
    started.on('message', (answer: Checkpointed | { error: string }) => {
      const { resolve, reject } = asked ?? {};
      asked = null;
      if ('error' in answer) reject?.(new Error(answer.error));
      else resolve?.(answer);
    });
    started.on('error', (cause) => lose(new WorkerLost('The checkpoint thread failed.', { cause })));
    // Heard of from the start on: a thread that was lost has ended long before anybody stops it.
    ended = new Promise((resolve) => {
      started.on('exit', () => {
        lose(new WorkerLost('The checkpoint thread has ended.'));
        resolve();
      });
    });
    return started;
  }

  function lose(error: WorkerLost): void {
    lost ??= error;
    asked?.reject(lost);
    asked = null;
  }

  return {
    run(mode) {
      return new Promise((resolve, reject) => {
        if (lost) throw lost;
        worker ??= start();
        asked = { resolve, reject };
        worker.postMessage(mode);
      });
    },

    async stop() {
      const ending = worker;
      lost ??= new WorkerLost('The checkpoint thread was stopped.');
      if (!ending) return;
      worker = null;
      const impatient = setTimeout(() => void ending.terminate(), STOP_WITHIN_MS);
      ending.ref();
      ending.postMessage('stop');
      await ended;
      clearTimeout(impatient);
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
const database = new Database(workerData.file, { fileMustExist: true, timeout: workerData.timeout });
database.pragma('synchronous = 2');
database.pragma('wal_autocheckpoint = 0');
parentPort.on('message', (mode) => {
  if (mode === 'stop') {
    database.close();
    parentPort.close();
    return;
  }
  try {
    const [{ busy, log, checkpointed }] = database.pragma('wal_checkpoint(' + mode + ')');
    parentPort.postMessage({ busy: busy !== 0, log, checkpointed });
  } catch (error) {
    parentPort.postMessage({ error: (error.code ?? 'error') + ': ' + error.message });
  }
});
`;
