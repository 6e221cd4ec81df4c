import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';
import { isLocked } from '@/db/sqlite/file-lock';

/** Where a running server of this data folder listens, and the key that only it and readers of the folder hold. */
export type ServerFile = Readonly<{ pid: number; host: string; port: number; operatorKey: string }>;

const schema = z.object({
  pid: z.int().positive(),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  operatorKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

const pathOf = (dataDir: string) => join(dataDir, 'server.json');
const databaseOf = (dataDir: string) => join(dataDir, 'belfry.db');

/** A key for one start, 256 bits: a proof made with it is worth nothing to the next. */
export function makeOperatorKey(): Buffer {
  return randomBytes(32);
}

/** For its owner's eyes alone, and whole or not at all: it is written beside its place and moved into it. */
export function writeServerFile(
  dataDir: string,
  { address, key }: { address: AddressInfo; key: Buffer },
): void {
  const { address: host, port } = address;
  const content: ServerFile = { pid: process.pid, host, port, operatorKey: key.toString('base64url') };
  const draft = `${pathOf(dataDir)}.${process.pid}`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  renameSync(draft, pathOf(dataDir));
}

/** At the stop. The folder is this process's alone until then, so it is no other's file. */
export function removeServerFile(dataDir: string): void {
  rmSync(pathOf(dataDir), { force: true });
}

/**
 * The server that runs on this data folder; null when none does. Throws when the file may not be read. A server that was
 * killed leaves it behind, and its number may be another program's by now: so the lock of the database is asked too, which
 * a server has for as long as it runs and the system takes from whoever ends.
 */
export function readServerFile(dataDir: string): ServerFile | null {
  let text: string;
  try {
    text = readFileSync(pathOf(dataDir), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success || !isAlive(parsed.data.pid)) return null;
  return isLocked(databaseOf(dataDir)) ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not ours, or damaged: the schema refuses it.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of another user's process one is only told that it may not be touched.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
