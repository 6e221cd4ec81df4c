import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { say } from './say';
import { scaled } from './scale';
import { faultyServer } from './server';
import { damageOf } from './truth';

test('a start that is killed in the middle of its migrations is made up for by the next', async () => {
  const every = scaled('EVERY', { small: 20, long: 1 });
  let kills = 0;
  for (let nth = 1; ; nth += every) {
    const folder = mkdtempSync(join(tmpdir(), 'belfry-migration-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const server = await faultyServer({ folder });
    // The passes count from the start here: what is tested is the start itself.
    const started = server.start(`during-migration:${nth}:kill`, { armed: true });
    const isKilled = await started.then(
      () => false,
      () => true,
    );
    if (!isKilled) {
      await server.stop('SIGKILL');
      break;
    }
    kills += 1;
    expect(await server.ended()).toBe('SIGKILL');
    expect(damageOf(folder)).toEqual([]);
    await server.start();
    expect((await fetch(`http://127.0.0.1:${server.port}/api/health/ready`)).status).toBe(200);
    await server.stop('SIGKILL');
    const database = new Database(join(folder, 'belfry.db'), { readonly: true });
    // The cast: one column, named here.
    const tables = database.prepare(`SELECT count(*) AS n FROM sqlite_master`).get() as { n: number };
    database.close();
    expect(tables.n).toBeGreaterThan(10);
  }
  say(`migrations: killed at ${kills} statements (every ${every}); each next start was well`);
  expect(kills).toBeGreaterThan(1);
});
