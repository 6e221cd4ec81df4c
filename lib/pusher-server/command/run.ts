import { readFileSync } from 'node:fs';
import type { PusherApp } from '../options';
import { randomApp } from './apps';
import type { Environment } from './given';
import { helpText } from './help';
import { createLineLogger } from './logger';
import { readSettings, type Settings } from './settings';
import { type Running, start } from './start';
import { type Ending, stopOnSignals } from './stop-on-signals';

/** The process a command runs in: its ends and its two outputs. */
export type CommandProcess = Ending & {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
};

/**
 * Does what a command line says: helps, refuses with all that is wrong (exit 2), says why it cannot listen
 * (exit 1), or serves until a signal.
 */
export async function runCommand(parts: {
  readonly argv: readonly string[];
  readonly environment: Environment;
  readonly version: string;
  readonly process: CommandProcess;
}): Promise<void> {
  const { argv, environment, version, process } = parts;
  const asked = readSettings({ argv, environment, readFile: (path) => readFileSync(path, 'utf8') });
  if (asked.kind === 'help') {
    process.stdout.write(helpText());
  } else if (asked.kind === 'version') {
    process.stdout.write(`${version}\n`);
  } else if (asked.kind === 'refused') {
    const list = asked.problems.map((problem) => `  - ${problem}\n`).join('');
    process.stderr.write(
      `The Pusher server cannot start with these settings:\n${list}--help lists them all.\n`,
    );
    process.exit(2);
  } else {
    await serve(asked.settings, process);
  }
}

async function serve(settings: Settings, process: CommandProcess): Promise<void> {
  const logger = createLineLogger({
    form: settings.log,
    level: settings.logLevel,
    write: (line) => void process.stdout.write(line),
  });
  const apps = settings.apps ?? [randomApp()];
  let running: Running;
  try {
    running = await start({ ...settings, apps }, logger);
  } catch (error) {
    process.stderr.write(`${sentenceOf(error, settings)}\n`);
    return process.exit(1);
  }
  stopOnSignals({
    process,
    stop: running.stop,
    withinMs: settings.drainSeconds * 1_000 + GRACE_MS,
    logger,
  });
  const { host, tls } = settings;
  logger.info({ host, port: running.port, tls: tls !== null, apps: apps.map(({ id }) => id) }, 'listening');
  for (const { id, secret } of apps) {
    if (secret.length < SHORT_SECRET) logger.warn({ app: id }, 'the secret is short enough to be guessed');
  }
  if (settings.apps === null) {
    for (const app of apps) process.stderr.write(madeUp(app, settings, running.port));
  }
}

/** The close frames nobody answers (2 s), the last try of a webhook (5 s), calls under way (1 s), and some more. */
const GRACE_MS = 10_000;
/** Characters; signatures can be tried against a guess without asking us. */
const SHORT_SECRET = 16;

/** For a person, on standard error: the log never holds a secret. */
function madeUp({ id, key, secret }: PusherApp, { host, tls }: Settings, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return [
    '',
    'No application was given, so this one was made up. It is for this run only:',
    '',
    `PUSHER_APP_ID=${id}`,
    `PUSHER_KEY=${key}`,
    `PUSHER_SECRET=${secret}`,
    `PUSHER_HOST=${reachable}`,
    `PUSHER_PORT=${port}`,
    `PUSHER_SCHEME=${tls === null ? 'http' : 'https'}`,
    '',
    '',
  ].join('\n');
}

/** Refusals of the system are for people; anything else is a defect and needs its stack. */
function sentenceOf(error: unknown, { host, port }: Settings): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = SENTENCES[code];
  if (why !== undefined) return `Cannot listen on ${host} port ${port}: ${why}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const SENTENCES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else uses this port; choose another with --port.',
  EACCES: 'this user may not listen there; choose a port above 1023 with --port.',
  EADDRNOTAVAIL: 'this machine has no such address; choose another with --host.',
  ENOTFOUND: 'there is no such name; choose another with --host.',
  EAI_AGAIN: 'the name cannot be looked up now; give an address with --host.',
};
