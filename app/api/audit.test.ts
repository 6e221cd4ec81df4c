import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, toRequest } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import { GET as exported } from './audit/export/route';
import { GET as list } from './audit/route';
import { POST as verify } from './audit/verification/route';
import { DELETE as revoke } from './keys/[id]/route';
import { POST as make } from './keys/route';

let house: House;
let cookie: string;
beforeEach(async () => {
  house = await openHouse();
  cookie = await house.signedIn(await house.addPerson('Ana', 'admin'));
});
afterEach(() => house.close());

const headers = { 'x-belfry-client-address': '192.0.2.7', 'x-request-id': 'r-7' };
const makeKey = async (name: string) =>
  (await call(make, { method: 'POST', cookie, headers, json: { name } })).body;
const read = (query = '') => call(list, { path: `/api/audit${query}`, cookie });
const check = (json: object = {}) => call(verify, { method: 'POST', cookie, json });
const noParams = { params: Promise.resolve({}) };

test('what an administrator did is told with who, from where, and under which request', async () => {
  const { key } = await makeKey('Deploys');
  house.clock.now += 1_000;
  await call(revoke, { method: 'DELETE', cookie, headers, params: { id: key.id } });
  const { status, body } = await read();
  expect(status).toBe(200);
  expect(body.entries.map(({ action }: { action: string }) => action)).toEqual(['key.revoke', 'key.create']);
  expect(body.entries[1]).toMatchObject({
    seq: 1,
    actor: { name: 'Ana', via: 'page', address: '192.0.2.7', requestId: 'r-7' },
    object: { kind: 'key', id: key.id, name: 'Deploys' },
  });
});

test('a page is asked for by its filters, and a filter that is none is refused by its name', async () => {
  const { key } = await makeKey('Deploys');
  await makeKey('Backups');
  expect((await read(`?object=key:${key.id}`)).body.entries).toHaveLength(1);
  expect((await read('?object=key&q=backup&actor=ana&action=key.create')).body.entries).toHaveLength(1);
  expect((await read('?from=2030-05-15T10:00:00%2B00:00')).body.entries).toHaveLength(2);
  expect((await read('?to=2030-05-15T10:00:00Z')).body.entries).toHaveLength(0);
  const first = await read('?limit=1');
  expect(first.body).toMatchObject({ entries: [{ seq: 2 }], next: '2' });
  expect((await read('?limit=1&before=2')).body).toMatchObject({ entries: [{ seq: 1 }], next: null });
  for (const [name, value] of Object.entries({
    object: 'table',
    action: 'DROP',
    from: 'yesterday',
    to: '2030-05-15',
    limit: '101',
    before: '0',
    q: 'x'.repeat(201),
    where: '1',
  })) {
    const { status, body } = await read(`?${name}=${value}`);
    expect([status, body.errors?.[0]?.path], name).toEqual([400, name]);
  }
});

test('a verification says how far the log is good, and is an entry itself', async () => {
  await makeKey('Deploys');
  const first = await check();
  expect(first.body).toMatchObject({ intact: true, entries: 1, last: { seq: 1 }, fault: null, head: null });
  const second = await check({ head: first.body.last.hash.toUpperCase() });
  expect(second.body).toMatchObject({ intact: true, entries: 2, head: { found: true, seq: 1 } });
  const unknown = await check({ head: 'a'.repeat(64) });
  expect(unknown.body).toMatchObject({ intact: false, entries: 3, fault: null, head: { found: false } });
  expect((await read('?action=audit.verify')).body.entries[0]).toMatchObject({
    after: { intact: false, entries: 3, head: false },
  });
  expect((await check({ head: 'short' })).body.errors[0].path).toBe('head');
});

test('the export is every entry as a line of JSON, oldest first, to be kept as a file', async () => {
  for (let number = 0; number < 3; number += 1) await makeKey(`Key ${number}`);
  const answer = await exported(toRequest({ path: '/api/audit/export', cookie }), noParams);
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-disposition')).toBe(
    'attachment; filename="belfry-audit-2030-05-15.ndjson"',
  );
  const lines = (await answer.text()).split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.map((line) => JSON.parse(line).seq)).toEqual([1, 2, 3]);
});

test('an export reads no further than it is taken, and ends where the log stood when it began', async () => {
  const by = { id: null, name: 'Belfry', via: 'system', address: null, requestId: null } as const;
  const add = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, now) => house.store.noteVerification({ by, outcome: {}, now })),
    );
  await add(1_200);
  let reads = 0;
  const { auditAfter } = house.store;
  house.store.auditAfter = (...asked) => {
    reads += 1;
    return auditAfter(...asked);
  };
  const answer = await exported(toRequest({ path: '/api/audit/export', cookie }), noParams);
  const reader = answer.body?.getReader();
  expect(reads).toBe(0);
  const texts: string[] = [];
  for (let count = 1; ; count += 1) {
    const part = await reader?.read();
    if (!part || part.done) break;
    texts.push(new TextDecoder().decode(part.value));
    expect(reads).toBe(count);
    // Whoever writes as fast as this is read must not keep it going for ever.
    await add(500);
  }
  const seqs = texts
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).seq as number);
  expect(seqs).toEqual(Array.from({ length: 1_200 }, (_, at) => at + 1));
});
