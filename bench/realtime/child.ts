import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Answer } from './commands';
import type { Placement } from './placement';

/** A process under measurement: asked over IPC, loaded over its port. */
export class Child {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #lastId = 0;

  private constructor(child: ChildProcess, port: number) {
    this.#process = child;
    this.port = port;
    child.on('message', (answer: Answer) => this.#answered(answer));
    child.once('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`A child ended: ${code ?? signal}`));
      this.#waiting.clear();
    });
  }

  /** Starts a bundled child on the server's cores and waits until it listens. */
  static async start(file: string, placement: Placement): Promise<Child> {
    const { command, before } = placement.serverCommand;
    const child = fork(file, {
      execPath: command,
      execArgv: [...before, '--expose-gc'],
      // The same figures whatever the shell has set.
      env: { NODE_ENV: 'production', PATH: '/usr/local/bin:/usr/bin:/bin' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
    if (!isListening(first)) throw new Error(`${file} did not start`);
    return new Child(child, first.port);
  }

  /** Asks and waits for the answer; rejects after a minute, when the command failed, or when the child is gone. */
  async ask<Value = unknown>(command: string, input: unknown = null): Promise<Value> {
    const id = ++this.#lastId;
    const { promise, resolve, reject } = withResolvers<unknown>();
    this.#waiting.set(id, { resolve, reject });
    const late = setTimeout(() => reject(new Error(`No answer to ${command}`)), ANSWER_TIMEOUT_MS);
    this.#process.send({ id, command, input });
    try {
      // What a command answers is known where it is asked.
      return (await promise) as Value;
    } finally {
      clearTimeout(late);
      this.#waiting.delete(id);
    }
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  #answered({ id, value, error }: Answer): void {
    const asked = this.#waiting.get(id);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(error));
  }
}

const ANSWER_TIMEOUT_MS = 60_000;

function isListening(message: unknown): message is { port: number } {
  return typeof message === 'object' && message !== null && 'port' in message;
}

function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
