import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** One server process over its own data, on a free port that stays the same when it is started again. */
export type BelfryProcess = {
  readonly dataDir: string;
  url: string;
  /** Every line it has written. */
  readonly lines: string[];
  start(): Promise<void>;
  /** Sends the signal and waits for the end; answers the exit code, or the signal's name. */
  stop(signal?: NodeJS.Signals): Promise<number | string>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
};

const START_TIMEOUT_MS = 60_000;

export function belfryProcess(options: {
  /** A data folder to begin with a copy of; an empty one otherwise. */
  template?: string;
  flags?: readonly string[];
  env?: Readonly<Record<string, string>>;
}): BelfryProcess {
  const dataDir = mkdtempSync(join(tmpdir(), 'belfry-e2e-'));
  if (options.template) cpSync(options.template, dataDir, { recursive: true });
  const flags = options.flags ?? ['--demo'];
  const bundle = flags.includes('--dev') ? 'dist/dev/server.mjs' : 'dist/server.mjs';
  let child: ChildProcess | undefined;
  let ended: Promise<number | string> = Promise.resolve(0);

  const process_: BelfryProcess = {
    dataDir,
    url: '',
    lines: [],
    async start() {
      const port = process_.url === '' ? '0' : new URL(process_.url).port;
      const started = spawn(process.execPath, [join(projectRoot, bundle), ...flags], {
        cwd: projectRoot,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          NODE_ENV: flags.includes('--dev') ? 'development' : 'production',
          NEXT_TELEMETRY_DISABLED: '1',
          LOG_LEVEL: 'info',
          HOST: 'localhost',
          DATA_DIR: dataDir,
          PORT: port,
          ...options.env,
        },
      });
      child = started;
      ended = new Promise((resolve) => started.on('exit', (code, signal) => resolve(signal ?? code ?? 0)));
      process_.url = await listening(started, process_.lines);
    },
    async stop(signal = 'SIGTERM') {
      child?.kill(signal);
      const how = await ended;
      child = undefined;
      return how;
    },
    async remove() {
      await process_.stop('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return process_;
}

/** Resolves with the address once the process says that it listens. */
function listening(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No start:\n${lines.join('\n')}`)), START_TIMEOUT_MS);
    const read = (line: string) => {
      lines.push(line);
      const url = /"url":"(http:\/\/[^"]+)".*"msg":"listening"/.exec(line)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface({ input: stream }).on('line', read);
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`It ended with ${code}:\n${lines.join('\n')}`));
    });
  });
}
