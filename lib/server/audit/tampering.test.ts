import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SYSTEM } from '../actor';
import type { Viewer } from '../sessions/session-viewer';
import { type House, openHouse } from '../testing/test-house';
import { checkAuditLog } from './check-audit-log';
import { verifyAudit } from './verify-audit';

const ENTRIES = 12;
const COLUMNS = [
  'seq',
  'at',
  'actor_id',
  'actor_name',
  'via',
  'address',
  'request_id',
  'action',
  'object_kind',
  'object_id',
  'object_name',
  'before',
  'after',
  'previous',
  'hash',
] as const;

let folder: string;
let house: House;
let admin: Viewer;
let file: Database.Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-audit-'));
  house = await openHouse({}, { file: join(folder, 'belfry.db') });
  admin = await house.addPerson('Ana', 'admin');
  const by = { id: admin.id, name: 'Ana', via: 'page', address: '192.0.2.1', requestId: 'r' } as const;
  for (let number = 0; number < ENTRIES / 2; number += 1) {
    const key = { id: `k${number}`, name: 'Key', hash: 'h', scopes: ['notify:send'] as const };
    await house.store.createApiKey({ ...key, createdBy: admin.id, by, now: number });
    await house.store.revokeApiKey(key.id, { by, now: number });
  }
  // Somebody who holds the file, and is not stopped by what the database itself refuses.
  file = new Database(join(folder, 'belfry.db'));
});
afterEach(async () => {
  file.close();
  await house.close();
  rmSync(folder, { recursive: true });
});

const check = (head: string | null = null) => checkAuditLog(house.store, head);
const dropTriggers = () => file.exec('DROP TRIGGER audit_log_only_grows; DROP TRIGGER audit_log_keeps;');
const rowOf = (seq: number) =>
  file.prepare<[number], Record<string, unknown>>('SELECT * FROM audit_log WHERE seq = ?').get(seq) ?? {};

test('the database itself refuses to change or remove an entry', async () => {
  for (const column of COLUMNS) {
    expect(() => file.exec(`UPDATE audit_log SET ${column} = '7' WHERE seq = 3`), column).toThrow(
      'only ever added to',
    );
  }
  expect(() => file.exec('DELETE FROM audit_log WHERE seq = 3')).toThrow('only ever added to');
  expect(() => file.exec('DELETE FROM audit_log')).toThrow('only ever added to');
  expect(await check()).toMatchObject({ intact: true, entries: ENTRIES, fault: null });
});

test('a changed value in any column of any entry is found, and where it is', async () => {
  dropTriggers();
  expect(await check()).toMatchObject({ intact: true, entries: ENTRIES });
  const value = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.integer(),
    fc.constant(null),
    fc.constant('{}'),
    fc.constant('0'.repeat(64)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  );
  const tampering = fc.record({
    seq: fc.integer({ min: 1, max: ENTRIES }),
    column: fc.constantFrom(...COLUMNS),
    value,
  });
  await fc.assert(
    fc.asyncProperty(tampering, async ({ seq, column, value: wrong }) => {
      const before = rowOf(seq);
      const update = `UPDATE audit_log SET ${column} = ? WHERE seq = ?`;
      try {
        file.prepare(update).run(wrong, seq);
      } catch {
        // The column's own rule (not null, a number, one of a kind) refuses this value whoever writes it.
        fc.pre(false);
      }
      const now = file.prepare(`SELECT ${column} AS is_now FROM audit_log WHERE seq = ?`).get(seq);
      const same = now !== undefined && JSON.stringify(now) === JSON.stringify({ is_now: before[column] });
      const { intact, fault } = await check();
      if (same) expect(intact).toBe(true);
      else expect([intact, fault?.seq]).toEqual([false, seq]);
      // As it was, for the next one.
      if (column === 'seq') file.prepare('UPDATE audit_log SET seq = ? WHERE hash = ?').run(seq, before.hash);
      else file.prepare(update).run(before[column], seq);
      file.exec(`UPDATE sqlite_sequence SET seq = ${ENTRIES} WHERE name = 'audit_log'`);
    }),
    { numRuns: 300 },
  );
  expect(await check()).toMatchObject({ intact: true, entries: ENTRIES });
});

test('a removed entry is missing, and two that changed places do not follow', async () => {
  dropTriggers();
  file.exec('DELETE FROM audit_log WHERE seq = 5');
  expect(await check()).toMatchObject({ intact: false, entries: 4, fault: { seq: 5, fault: 'missing' } });
  file.exec('DELETE FROM audit_log WHERE seq < 5');
  expect(await check()).toMatchObject({ entries: 0, fault: { seq: 1, fault: 'missing' } });
});

test('entries in each other’s place are found', async () => {
  dropTriggers();
  file.exec(`
    UPDATE audit_log SET seq = 100 WHERE seq = 4;
    UPDATE audit_log SET seq = 4 WHERE seq = 5;
    UPDATE audit_log SET seq = 5 WHERE seq = 100;`);
  expect(await check()).toMatchObject({ intact: false, fault: { seq: 4 } });
});

test('an end that was cut off shows, also when nothing was written since', async () => {
  dropTriggers();
  const { last } = await check();
  file.exec('DELETE FROM audit_log WHERE seq > 9');
  expect(await check()).toMatchObject({ intact: false, entries: 9, fault: { seq: 10, fault: 'cut' } });
  file.exec('DELETE FROM audit_log');
  expect(await check()).toMatchObject({ intact: false, entries: 0, fault: { seq: 1, fault: 'cut' } });
  // Whoever also knows where SQLite counts is found out by a hash that was written down elsewhere.
  file.exec("DELETE FROM sqlite_sequence WHERE name = 'audit_log'");
  expect(await check()).toMatchObject({ intact: true, entries: 0, head: null });
  expect(await check(last.hash)).toMatchObject({ intact: false, head: { found: false, seq: null } });
});

test('an end that was cut off is not healed by what is written after it, nor by verifying', async () => {
  dropTriggers();
  file.exec('DELETE FROM audit_log WHERE seq > 9');
  const cut = { intact: false, entries: 9, fault: { seq: 10, fault: 'cut' } };
  expect(await verifyAudit(admin, { head: null })).toMatchObject(cut);
  const missing = { intact: false, entries: 9, fault: { seq: 10, fault: 'missing' } };
  // As many entries as were cut off, and some more.
  for (let time = 0; time < ENTRIES; time += 1) {
    expect(await verifyAudit(admin, { head: null })).toMatchObject(missing);
  }
  const { entries } = await house.store.auditLog({ before: null, limit: 1 });
  expect(entries[0]).toMatchObject({ seq: 2 * ENTRIES + 1, action: 'audit.verify' });
});

test('entries after a log that was emptied do not begin it anew', async () => {
  dropTriggers();
  file.exec('DELETE FROM audit_log');
  await house.store.noteVerification({ by: SYSTEM, outcome: {}, now: 99 });
  expect(await check()).toMatchObject({ intact: false, entries: 0, fault: { seq: 1, fault: 'missing' } });
});

test('a hash that was written down is found again, however long the log has grown', async () => {
  const { last } = await check();
  expect(last.seq).toBe(ENTRIES);
  await house.store.noteVerification({
    by: { id: null, name: 'Belfry', via: 'system', address: null, requestId: null },
    outcome: {},
    now: 99,
  });
  expect(await check(last.hash)).toMatchObject({ intact: true, head: { found: true, seq: ENTRIES } });
  expect(await check('f'.repeat(64))).toMatchObject({ intact: false, fault: null, head: { found: false } });
});

test('what somebody wrote into an entry can still be read', async () => {
  dropTriggers();
  file.exec(`UPDATE audit_log SET after = '{', at = 'never', via = 'x', object_kind = 'y' WHERE seq = 2`);
  const { entries } = await house.store.auditLog({ before: null, limit: 100 });
  expect(entries.find(({ seq }) => seq === 2)).toMatchObject({ after: '{', at: '1970-01-01T00:00:00.000Z' });
});

test('a log longer than one look is walked to its end', async () => {
  const by = { id: null, name: 'Belfry', via: 'system', address: null, requestId: null } as const;
  await Promise.all(
    Array.from({ length: 1_100 }, (_, now) => house.store.noteVerification({ by, outcome: { now }, now })),
  );
  expect(await check()).toMatchObject({ intact: true, entries: ENTRIES + 1_100 });
  dropTriggers();
  file.exec(`UPDATE audit_log SET actor_name = 'Somebody' WHERE seq = 1001`);
  expect(await check()).toMatchObject({
    intact: false,
    entries: 1_000,
    fault: { seq: 1_001, fault: 'changed' },
  });
});
