import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeProcess } from './node-process';

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

export function belfryProcess(options: {
  /** A data folder to begin with a copy of; an empty one otherwise. */
  template?: string;
  flags?: readonly string[];
  env?: Readonly<Record<string, string>>;
}): BelfryProcess {
  const dataDir = mkdtempSync(join(tmpdir(), 'belfry-e2e-'));
  if (options.template) cpSync(options.template, dataDir, { recursive: true });
  const flags = options.flags ?? ['--demo'];
  const isDevelopment = flags.includes('--dev');
  const bundle = isDevelopment ? 'dist/dev/server.mjs' : 'dist/server.mjs';
  const node = nodeProcess({
    args: [join(projectRoot, bundle), ...flags],
    cwd: projectRoot,
    ready: /"url":"(http:\/\/[^"]+)".*"msg":"listening"/,
  });

  const belfry: BelfryProcess = {
    dataDir,
    url: '',
    lines: node.lines,
    async start() {
      belfry.url = await node.start({
        NODE_ENV: isDevelopment ? 'development' : 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        LOG_LEVEL: 'info',
        // At once and as often as they like: journeys about the hold and the limits say so.
        BROADCAST_HOLD_SECONDS: '0',
        BROADCASTS_PER_MINUTE: '0',
        BROADCASTS_PER_HOUR: '0',
        HOST: 'localhost',
        DATA_DIR: dataDir,
        PORT: belfry.url === '' ? '0' : new URL(belfry.url).port,
        ...options.env,
      });
    },
    stop: (signal) => node.stop(signal),
    async remove() {
      await node.stop('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return belfry;
}
