import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFile } from '@/db/sqlite/file-lock';
import { makeOperatorKey, readServerFile, removeServerFile, writeServerFile } from './server-file';

let folder: string;
/** Ends the server's hold on its database, as a kill does. */
let release: () => void;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-server-file-'));
  release = lockFile(join(folder, 'belfry.db'));
});
afterEach(() => {
  release();
  rmSync(folder, { recursive: true });
});

const address = { address: '127.0.0.1', family: 'IPv4', port: 3_000 };
const file = () => join(folder, 'server.json');

test('a terminal reads where the server listens and its key, and nobody else may', () => {
  const key = makeOperatorKey();
  // Left behind by a folder that was copied with other rights.
  writeFileSync(file(), '{}', { mode: 0o644 });
  writeServerFile(folder, { address, key });
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readServerFile(folder)).toEqual({
    pid: process.pid,
    host: '127.0.0.1',
    port: 3_000,
    operatorKey: key.toString('base64url'),
  });
  removeServerFile(folder);
  expect(readServerFile(folder)).toBeNull();
  removeServerFile(folder);
});

test('every start has a key of its own', () => {
  expect(makeOperatorKey().equals(makeOperatorKey())).toBe(false);
  expect(makeOperatorKey()).toHaveLength(32);
});

test('a file whose number is another program’s by now is no server’s: nobody has the database', () => {
  writeServerFile(folder, { address, key: makeOperatorKey() });
  expect(readServerFile(folder)).not.toBeNull();
  release();
  // The premise: a process of this number is alive.
  expect(() => process.kill(process.pid, 0)).not.toThrow();
  expect(readServerFile(folder)).toBeNull();
  release = lockFile(join(folder, 'belfry.db'));
  expect(readServerFile(folder)).not.toBeNull();
});

test('what a killed server left behind, or is damaged, is no server', () => {
  writeServerFile(folder, { address, key: makeOperatorKey() });
  const { pid: _, ...rest } = readServerFile(folder) ?? { pid: 0 };
  // No process has this number: it is above what Linux and macOS give.
  writeFileSync(file(), JSON.stringify({ ...rest, pid: 2 ** 30 }));
  expect(readServerFile(folder)).toBeNull();
  for (const text of ['', '{', '{}', JSON.stringify({ ...rest, pid: process.pid, operatorKey: 'short' })]) {
    writeFileSync(file(), text);
    expect(readServerFile(folder), text).toBeNull();
  }
});
