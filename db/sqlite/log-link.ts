import { randomInt } from 'node:crypto';
import type Database from 'better-sqlite3';
import { cannotWriteNow, toRefusal } from './refusal';

/** Where SQLite keeps these numbers in the first page of a file; the page of a log has them at the same places. */
const AT = { writeVersion: 18, schema: 40, link: 60, before: 68 } as const;
/** Beyond it nothing of a first page is looked at. */
export const LINK_BYTES = 100;
/** SQLite's mark of a database whose changes go through a write-ahead log. */
const WRITE_AHEAD = 2;
/** They are signed. */
const GREATEST = 2 ** 31 - 1;

/** What the first page of a file, or of a state in its log, says of where it stands in the chain of logs. */
export type Link = Readonly<{
  /** The state's own name; 0 when the file has never been linked. */
  link: number;
  /** The one that stood there before it. */
  before: number;
  /** Moves with the tables, and in a copy by `VACUUM INTO` too. */
  schema: number;
  usesLog: boolean;
}>;

/**
 * Gives the database a new random name and keeps the one before it, within the transaction that is open. Every log
 * begins with one: then the file that it continues can be told from every other, older copies of it included. In
 * `user_version` and `application_id`, because they stand in the first page, where they can be read without
 * believing a log, and nothing else uses them.
 */
export function linkLog(client: Database.Database): void {
  client.pragma(`application_id = ${linkOf(client)}`);
  client.pragma(`user_version = ${randomInt(1, GREATEST)}`);
}

/**
 * Links whatever is written from the start on; to be called before anything else is. A file that never had a link
 * gets this one at once, because without one nothing can be proved of it, and the log that begins then another.
 */
export function beginLinks(client: Database.Database): void {
  const isFirst = linkOf(client) === 0;
  const link = client.transaction(() => linkLog(client));
  link.immediate();
  if (!isFirst) return;
  try {
    client.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    // The disk is full. The first link stays in the log; a start after a kill reads the whole file until it is copied.
    if (!cannotWriteNow(toRefusal(error))) throw error;
  }
  link.immediate();
}

function linkOf(client: Database.Database): number {
  return Number(client.pragma('user_version', { simple: true }));
}

/** Reads it from the first bytes of a first page. */
export function toLink(page: Buffer): Link {
  return {
    link: page.readInt32BE(AT.link),
    before: page.readInt32BE(AT.before),
    schema: page.readInt32BE(AT.schema),
    usesLog: page.readUInt8(AT.writeVersion) === WRITE_AHEAD,
  };
}
