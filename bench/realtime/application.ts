import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { encode } from 'next-auth/jwt';
import { openSqliteStore } from '@/db/sqlite/open-store';
import { APP } from './app';
import { PROJECT } from './bundle';
import type { Placement } from './placement';

/** One person of the house and the cookie of their session. */
export type Person = Readonly<{ id: string; cookie: string }>;

const AUTH_SECRET = 'a-secret-of-the-benchmark-that-is-long-enough';
const HOUR_MS = 3_600_000;

/** A folder of data with so many people, each with a session last used an hour ago. */
export async function makeHouse(people: number): Promise<{ folder: string; people: readonly Person[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-'));
  const store = await openSqliteStore({
    file: join(folder, 'belfry.db'),
    migrationsFolder: join(PROJECT, 'db', 'sqlite', 'migrations'),
  });
  const now = Date.now() - HOUR_MS;
  const made: Person[] = [];
  for (let number = 0; number < people; number++) {
    const id = `0198f0aa-0000-7000-8000-${String(number).padStart(12, '0')}`;
    const email = `person${number}@belfry.test`;
    const { authVersion } = await store.createUser({
      id,
      email,
      name: `Person ${number}`,
      role: 'member',
      passwordHash: 'none',
      now,
    });
    await store.createSession({ id: `session-${number}`, userId: id, now, expiresAt: now + 48 * HOUR_MS });
    const token = await encode({ token: { sid: `session-${number}`, authVersion }, secret: AUTH_SECRET });
    made.push({ id, cookie: `next-auth.session-token=${token}` });
  }
  await store.close();
  return { folder, people: made };
}

/** The built application on a copy of that folder, in a process of its own on the server's core. */
export class Application {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, port: number, folder: string) {
    this.#process = child;
    this.port = port;
    this.#folder = folder;
  }

  /** Resolves once it says that it is ready. @throws Error when it is not built, or not ready in half a minute. */
  static async start(house: string, { serverCommand }: Placement): Promise<Application> {
    const server = join(PROJECT, 'dist', 'server.mjs');
    if (!existsSync(server)) throw new Error('The application is not built. Run `npm run build` first.');
    const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-'));
    cpSync(house, folder, { recursive: true });
    const log = openSync(join(folder, 'log'), 'w');
    const port = await freePort();
    const child = spawn(serverCommand.command, [...serverCommand.before, server], {
      cwd: PROJECT,
      env: {
        NODE_ENV: 'production',
        PATH: '/usr/local/bin:/usr/bin:/bin',
        DATA_DIR: folder,
        HOST: '127.0.0.1',
        PORT: String(port),
        NEXTAUTH_SECRET: AUTH_SECRET,
        PUSHER_APP_ID: APP.id,
        PUSHER_KEY: APP.key,
        PUSHER_SECRET: APP.secret,
      },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const application = new Application(child, port, folder);
    try {
      await application.#ready();
    } catch (error) {
      await application.stop();
      throw error;
    }
    return application;
  }

  /** CPU seconds of its process so far, from `/proc`; null where there is none. */
  cpuSeconds(): number | null {
    try {
      const fields =
        readFileSync(`/proc/${this.#process.pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
      // utime and stime, in ticks of which Linux has 100 a second (proc(5)).
      return (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      // Not Linux: one figure less.
      return null;
    }
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const gone = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await gone;
    }
    rmSync(this.#folder, { recursive: true });
  }

  async #ready(): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      if (this.#process.exitCode !== null) break;
      const status = await fetch(`http://127.0.0.1:${this.port}/api/health/ready`, {
        signal: AbortSignal.timeout(5_000),
      }).then(
        async (response) => {
          await response.arrayBuffer();
          return response.status;
        },
        // Not listening yet.
        () => 0,
      );
      if (status === 200) return;
      await pause(100);
    }
    const log = readFileSync(join(this.#folder, 'log'), 'utf8');
    throw new Error(`The application did not become ready: ${log.slice(0, 2_000)}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server always has an address of this kind.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
