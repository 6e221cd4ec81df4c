import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isLocked, lockFile } from './file-lock';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a second taker is refused at once and told who has it', () => {
  const file = join(folder, 'belfry.db');
  const release = lockFile(file);
  const begun = performance.now();
  expect(() => lockFile(file)).toThrow(
    expect.objectContaining({ code: 'unavailable', message: expect.stringContaining(`pid ${process.pid}`) }),
  );
  expect(performance.now() - begun).toBeLessThan(500);
  release();
});

test('after the release anybody may take it, and the process id is gone', () => {
  const file = join(folder, 'belfry.db');
  const release = lockFile(file);
  expect(readFileSync(`${file}.pid`, 'utf8')).toBe(`${process.pid}\n`);
  release();
  expect(existsSync(`${file}.pid`)).toBe(false);
  lockFile(file)();
});

test('a refused taker does not break the lock of the holder', () => {
  const file = join(folder, 'belfry.db');
  const release = lockFile(file);
  expect(() => lockFile(file)).toThrow('is using');
  expect(() => lockFile(file)).toThrow('is using');
  release();
});

test('whether it is taken can be asked, and asking takes nothing and leaves nothing', () => {
  const file = join(folder, 'belfry.db');
  expect(isLocked(file)).toBe(false);
  expect(isLocked(join(folder, 'nowhere', 'belfry.db'))).toBe(false);
  expect(existsSync(`${file}.lock`)).toBe(false);
  const release = lockFile(file);
  expect(isLocked(file)).toBe(true);
  expect(() => lockFile(file)).toThrow('is using');
  release();
  expect(isLocked(file)).toBe(false);
  lockFile(file)();
});

test('the same file has the same lock by another path', () => {
  const file = join(folder, 'belfry.db');
  symlinkSync(folder, join(folder, 'alias'));
  const release = lockFile(file);
  expect(() => lockFile(join(folder, 'alias', 'belfry.db'))).toThrow('is using');
  release();
});

test('another process is refused, and kill -9 of the holder frees the file', async () => {
  const file = join(folder, 'belfry.db');
  const script = `
    const Database = require('better-sqlite3');
    const { writeFileSync } = require('node:fs');
    const holder = new Database(${JSON.stringify(`${file}.lock`)});
    holder.exec('BEGIN EXCLUSIVE');
    writeFileSync(${JSON.stringify(`${file}.pid`)}, String(process.pid));
    console.log('held');
    setInterval(() => {}, 1000);
  `;
  const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(holder.stdout, 'data');
    expect(() => lockFile(file)).toThrow(`(pid ${holder.pid}) is using`);
  } finally {
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  }
  lockFile(file)();
});
