import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Command } from './server-child';

const FILE = fileURLToPath(new URL('./server-child.ts', import.meta.url));

/** A server in a process of its own, loaded, and not listening before it is told to. */
export type Server = Readonly<{
  ask(command: Command): Promise<number | null>;
  /** `kill -9`: its sockets break, and nothing is said to anybody. */
  kill(): Promise<void>;
}>;

export async function prepareServer(): Promise<Server> {
  const child: ChildProcess = fork(FILE, { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  return {
    async ask(command) {
      const answer = once(child, 'message');
      child.send(command);
      const [{ value }] = (await Promise.race([answer, ended(child)])) as [{ value: number | null }];
      return value;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function ended(child: ChildProcess): Promise<never> {
  const [code, signal] = await once(child, 'exit');
  throw new Error(`The server ended with ${code ?? signal}.`);
}
