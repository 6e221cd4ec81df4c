import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ConfigError } from '@/lib/env';
import { loadSecrets } from './secrets';

const made: string[] = [];
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'belfry-secrets-'));
  made.push(path);
  return path;
};
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

test('secrets are made once and stay the same', () => {
  const dir = join(folder(), 'deep', 'data');
  const first = loadSecrets(dir);
  expect(loadSecrets(dir)).toEqual(first);
  expect(first.nextAuthSecret.length).toBeGreaterThanOrEqual(32);
  expect(first.pusherSecret).not.toBe(first.nextAuthSecret);
  expect(readdirSync(dir)).toEqual(['secrets.json']);
});

test('two installations have nothing in common', () => {
  const [one, two] = [loadSecrets(folder()), loadSecrets(folder())];
  expect(one.nextAuthSecret).not.toBe(two.nextAuthSecret);
  expect(one.pusherSecret).not.toBe(two.pusherSecret);
  expect(one.pusherKey).not.toBe(two.pusherKey);
});

test('only the owner may read the file', () => {
  const dir = folder();
  loadSecrets(dir);
  expect(statSync(join(dir, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('a damaged file is refused and left as it is', () => {
  for (const text of ['', '{', '{}', '{"nextAuthSecret":"short"}', '[]', 'null']) {
    const dir = folder();
    const file = join(dir, 'secrets.json');
    writeFileSync(file, text);
    expect(() => loadSecrets(dir)).toThrow(ConfigError);
    expect(readFileSync(file, 'utf8')).toBe(text);
  }
});

test('a folder that cannot be made is a sentence about DATA_DIR', () => {
  const file = join(folder(), 'a-file');
  writeFileSync(file, '');
  expect(() => loadSecrets(join(file, 'below'))).toThrow(/secrets\.json|DATA_DIR/);
});
