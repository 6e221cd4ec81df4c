import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '../belfry-process';
import { nodeProcess } from '../node-process';
import { AUTH_SECRET, type House } from './house';

export const REALTIME = { id: 'endurance', key: 'endurance-key', secret: 'a-secret-of-the-endurance-runs' };
export const METRICS_TOKEN = 'a-token-of-the-endurance-runs';

/** The server with its fault points over a house's data: started, killed and started again on one port. */
export type FaultyServer = Readonly<{
  port: number;
  lines: readonly string[];
  /** Starts it, with a fault planned for after `arm`; resolves when the port answers, with that moment (`performance.now`). */
  start(
    fault?: string,
    options?: { /** The passes count from the start on. */ armed?: boolean },
  ): Promise<number>;
  /** From now on the passes of fault points count. */
  arm(): void;
  /** Resolves when it has ended, however that came about: with the exit code or the signal. */
  ended(): Promise<number | string>;
  stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | string>;
}>;

export async function faultyServer(house: Pick<House, 'folder'>): Promise<FaultyServer> {
  const port = await freePort();
  const node = nodeProcess({
    args: [join(projectRoot, 'dist', 'server.faults.mjs')],
    cwd: projectRoot,
    ready: /"url":"(http:\/\/[^"]+)".*"msg":"listening"/,
  });
  return {
    port,
    lines: node.lines,
    async start(fault, { armed = false } = {}) {
      await node.start({
        NODE_ENV: 'production',
        LOG_LEVEL: 'info',
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: house.folder,
        NEXTAUTH_SECRET: AUTH_SECRET,
        METRICS_TOKEN,
        PUSHER_APP_ID: REALTIME.id,
        PUSHER_KEY: REALTIME.key,
        PUSHER_SECRET: REALTIME.secret,
        MAX_CONNECTIONS_PER_ADDRESS: '10000',
        BROADCAST_HOLD_SECONDS: '0',
        BROADCASTS_PER_MINUTE: '0',
        BROADCASTS_PER_HOUR: '0',
        ...(fault === undefined ? {} : { FAULT: fault }),
        ...(fault === undefined || armed ? {} : { FAULT_ON: 'SIGUSR2' }),
      });
      return performance.now();
    },
    arm: () => node.signal('SIGUSR2'),
    ended: () => node.ended(),
    stop: (signal) => node.stop(signal),
  };
}

/** A port that nobody has just now, and that the system gives to no connection: those begin at 32,768. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer()
        .once('error', () => resolve(false))
        .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
    await pause(1);
  }
  throw new Error('There is no free port.');
}
