import type { AddressInfo } from 'node:net';
import { ConfigError, type Mode, parseConfig } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { banner } from './banner';
import { compose } from './compose';
import { createLogger } from './logger';
import { loadSecrets } from './secrets';
import { stopOnSignals } from './stop-on-signals';

export type RunOptions = Readonly<{
  environment: Readonly<Record<string, string | undefined>>;
  mode: Mode;
  demo: boolean;
  projectDir: string;
}>;

/** Starts everything and stays; what cannot start says why in plain sentences and ends with 1. */
export async function runBelfry(options: RunOptions): Promise<void> {
  // Whatever is written from here on (the database, its log, the secrets) is its owner's alone, also in a folder that others may read.
  process.umask(0o077);
  try {
    const config = parseConfig(options.environment, { mode: options.mode, demo: options.demo, loadSecrets });
    const logger = createLogger(config.logLevel);
    const belfry = await compose({ config, logger, projectDir: options.projectDir });
    const address = await belfry.listen();
    stopOnSignals({ stop: belfry.stop, logger });
    const url = addressToType(config.publicUrl, config.host, address);
    logger.info({ url, pid: process.pid, mode: options.mode, demo: options.demo }, 'listening');
    // For a person at a terminal; standard output is the log's, one entry a line.
    const terminal = options.demo ? process.stdout : process.stderr;
    terminal.write(banner({ url, demo: belfry.demo, setupToken: belfry.setupToken() }));
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exit(1);
  }
}

function addressToType(publicUrl: URL | null, host: string, address: AddressInfo): string {
  if (publicUrl) return publicUrl.origin;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
}

/** Refusals are for people; anything else is a defect and needs its stack. */
function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof AppError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const sentence = typeof code === 'string' ? SENTENCES[code] : undefined;
  if (error instanceof Error && sentence !== undefined) return `${error.message}. ${sentence}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What a person can do about the refusals of the system and of SQLite that meet a start. */
const SENTENCES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Something else uses this port; set PORT to another one.',
  EACCES: 'This user may not do that here; give it the folder, or set DATA_DIR or PORT to others.',
  ERR_DLOPEN_FAILED: 'SQLite was compiled for another version of Node; run `npm rebuild better-sqlite3`.',
  EROFS: 'The disk can only be read; set DATA_DIR to a folder that can be written.',
  ENOSPC: 'The disk is full.',
  SQLITE_NOTADB: 'The database is damaged, or it is no database; restore a backup.',
  SQLITE_CORRUPT: 'The database is damaged; restore a backup.',
  SQLITE_READONLY: 'The database can only be read; give this user the right to write it.',
  SQLITE_CANTOPEN: 'The database cannot be opened; DATA_DIR must be a folder that this user may write.',
};
