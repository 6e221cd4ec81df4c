import { join } from 'node:path';
import { projectRoot } from './belfry-process';
import { nodeProcess } from './node-process';

/** The realtime server as a process of its own, on a free port that stays the same when it is started again. */
export type RealtimeProcess = {
  readonly port: number;
  /** What tells Belfry to use it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly lines: string[];
  /** Starts it with flags beside those that `docs/operations.md` advises. */
  start(flags?: readonly string[]): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<number | string>;
  /** Neither answers nor ends, until it is woken. */
  hang(): void;
  wake(): void;
};

const APP = {
  PUSHER_APP_ID: 'journeys',
  PUSHER_KEY: 'journeys-key',
  PUSHER_SECRET: 'the secret of the browser tests',
};
const ADVISED = ['--no-client-events', '--no-public-channels', '--subscribe-within', '15'];

export function realtimeProcess(): RealtimeProcess {
  let port = 0;
  let node = processWith([]);
  const lines: string[] = [];
  return {
    get port() {
      return port;
    },
    get variables() {
      return { ...APP, PUSHER_HOST: '127.0.0.1', PUSHER_PORT: String(port), PUSHER_SCHEME: 'http' };
    },
    get lines() {
      return [...lines, ...node.lines];
    },
    async start(flags = []) {
      lines.push(...node.lines);
      node = processWith(flags);
      port = Number(await node.start({ ...APP, PORT: String(port) }));
    },
    stop: (signal) => node.stop(signal),
    hang: () => node.signal('SIGSTOP'),
    wake: () => node.signal('SIGCONT'),
  };
}

const processWith = (flags: readonly string[]) =>
  nodeProcess({
    args: [join(projectRoot, 'dist/pusher-server.mjs'), ...ADVISED, '--drain-seconds', '0', ...flags],
    cwd: projectRoot,
    ready: /"port":(\d+).*"msg":"listening"/,
  });
