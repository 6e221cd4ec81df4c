import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { applyPragmas, neverWait } from './pragmas';

test('every setting is in force on a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-pragmas-'));
  const client = new Database(join(folder, 'belfry.db'));
  try {
    applyPragmas(client);
    neverWait(client);
    const read = (name: string) => client.pragma(name, { simple: true });
    expect({
      journal_mode: read('journal_mode'),
      synchronous: read('synchronous'),
      foreign_keys: read('foreign_keys'),
      busy_timeout: read('busy_timeout'),
      journal_size_limit: read('journal_size_limit'),
      wal_autocheckpoint: read('wal_autocheckpoint'),
      temp_store: read('temp_store'),
      secure_delete: read('secure_delete'),
    }).toEqual({
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      busy_timeout: 0,
      journal_size_limit: 67_108_864,
      wal_autocheckpoint: 0,
      temp_store: 2,
      secure_delete: 1,
    });
  } finally {
    client.close();
    rmSync(folder, { recursive: true });
  }
});

test('a database in memory keeps its journal there and takes all the rest', () => {
  const client = new Database(':memory:');
  applyPragmas(client);
  expect(client.pragma('journal_mode', { simple: true })).toBe('memory');
  expect(client.pragma('synchronous', { simple: true })).toBe(2);
  client.close();
});

for (const refused of ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout', 'secure_delete']) {
  test(`the start is refused when SQLite does not take ${refused}`, () => {
    const client = new Database(':memory:');
    const real = client.pragma.bind(client);
    vi.spyOn(client, 'pragma').mockImplementation((source, options) =>
      source === refused ? 'something else' : real(source, options),
    );
    expect(() => {
      applyPragmas(client);
      neverWait(client);
    }).toThrow(`did not take the setting ${refused} `);
    client.close();
  });
}
