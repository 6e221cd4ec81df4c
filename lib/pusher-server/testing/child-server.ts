import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { PusherServerStats } from '../index';

/** What the parent says to the child process, and what it answers. */
export type ChildQuestion =
  | { readonly kind: 'trigger'; readonly channel: string; readonly name: string }
  | { readonly kind: 'measure' };
export type ChildAnswer = { readonly kind: 'listening'; readonly port: number } | Measured;

/** Bytes after a collection of garbage, and the counters. */
export type Measured = {
  readonly kind: 'measured';
  readonly heldBytes: number;
  readonly rss: number;
  readonly stats: PusherServerStats;
};

/** A server in a process of its own, so that its memory is nobody else's and its end would be seen. */
export class ChildServer {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async start(...args: readonly string[]): Promise<ChildServer> {
    const file = fileURLToPath(new URL('./served-child.ts', import.meta.url));
    const child = fork(file, [...args], { execArgv: ['--expose-gc', '--import', 'tsx'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const { port } = await nextAnswer(child, 'listening');
    return new ChildServer(child, port);
  }

  trigger(channel: string, name: string): void {
    this.#say({ kind: 'trigger', channel, name });
  }

  async measure(): Promise<Measured> {
    const answer = nextAnswer(this.#child, 'measured');
    this.#say({ kind: 'measure' });
    return await answer;
  }

  /** False once it has ended: by an uncaught error or an unhandled rejection, since nobody stops it. */
  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  #say(question: ChildQuestion): void {
    if (!this.isAlive) throw new Error('The server has crashed');
    this.#child.send(question);
  }
}

function nextAnswer<Kind extends ChildAnswer['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<ChildAnswer, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('The server has crashed'));
    child.once('exit', onExit);
    child.once('message', (answer: ChildAnswer) => {
      child.off('exit', onExit);
      if (answer.kind === kind) resolve(answer as Extract<ChildAnswer, { kind: Kind }>);
      else reject(new Error(`The server answered ${answer.kind}, not ${kind}`));
    });
  });
}
