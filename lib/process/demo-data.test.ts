import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { guardDataDir, keepDemoKey } from './demo-data';

const made: string[] = [];
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'belfry-demo-'));
  made.push(path);
  return path;
};
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

test('production refuses the demo’s data', () => {
  const dir = folder();
  expect(() => guardDataDir(dir, false)).not.toThrow();
  guardDataDir(dir, true);
  expect(() => guardDataDir(dir, false)).toThrow(/passwords are public/);
  expect(() => guardDataDir(dir, true)).not.toThrow();
});

test('the demo refuses data that are somebody’s own', () => {
  const dir = folder();
  writeFileSync(join(dir, 'belfry.db'), '');
  expect(() => guardDataDir(dir, false)).not.toThrow();
  expect(() => guardDataDir(dir, true)).toThrow(/not the demo's/);
});

test('the demo’s key lies where a command can read it, for its owner alone, while it is good', () => {
  const dir = folder();
  const file = join(dir, 'demo-api-key');
  keepDemoKey(dir, 'bk_1');
  expect(readFileSync(file, 'utf8').trim()).toBe('bk_1');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  keepDemoKey(dir, null);
  expect(existsSync(file)).toBe(false);
});
