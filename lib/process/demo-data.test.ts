import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { guardDataDir } from './demo-data';

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
