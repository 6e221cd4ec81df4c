import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of ours that is started, perhaps several times, and says in its log when it listens. */
export type NodeProcess = {
  /** Every line it has written. */
  readonly lines: string[];
  /** Resolves with what the `ready` expression found. */
  start(env: Readonly<Record<string, string | undefined>>): Promise<string>;
  /** Sends the signal and waits for the end; answers the exit code, or the signal's name. */
  stop(signal?: NodeJS.Signals): Promise<number | string>;
  /** Resolves when it has ended by itself or otherwise: the exit code, or the signal's name. */
  ended(): Promise<number | string>;
  /** Sends a signal that does not end it. */
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): void;
};

const START_TIMEOUT_MS = 60_000;

export function nodeProcess(options: {
  /** The bundle and its flags. */
  args: readonly string[];
  cwd: string;
  /** Its first group is what `start` answers. */
  ready: RegExp;
}): NodeProcess {
  const lines: string[] = [];
  let child: ChildProcess | undefined;
  let ended: Promise<number | string> = Promise.resolve(0);
  return {
    lines,
    start(env) {
      const started = spawn(process.execPath, options.args, {
        cwd: options.cwd,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
      });
      child = started;
      ended = new Promise((resolve) => started.on('exit', (code, signal) => resolve(signal ?? code ?? 0)));
      return listening(started, lines, options.ready);
    },
    async stop(signal = 'SIGTERM') {
      child?.kill(signal);
      const how = await ended;
      child = undefined;
      return how;
    },
    ended: () => ended,
    signal: (signal) => void child?.kill(signal),
  };
}

/** Resolves once the process says that it listens; rejects with all it said when it ends instead. */
function listening(child: ChildProcess, lines: string[], ready: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No start:\n${lines.join('\n')}`)), START_TIMEOUT_MS);
    const read = (line: string) => {
      lines.push(line);
      const found = ready.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface({ input: stream }).on('line', read);
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`It ended with ${code}:\n${lines.join('\n')}`));
    });
  });
}
