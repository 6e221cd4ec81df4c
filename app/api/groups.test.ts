import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { listGroupsToManage } from '@/lib/server/groups/list-groups';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Call, call, toRequest } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as imports from './groups/[id]/imports/route';
import * as oneMember from './groups/[id]/members/[userId]/route';
import * as members from './groups/[id]/members/route';
import * as exported from './groups/[id]/members.csv/route';
import * as group from './groups/[id]/route';
import * as groups from './groups/route';

let house: House;
let cookie: string;
let ana: Viewer;
beforeEach(async () => {
  house = await openHouse();
  cookie = await house.signedIn(await house.addPerson('Admin', 'admin'));
  ana = await house.addPerson('Ana', 'member');
  await house.addPerson('Ben', 'member');
});
afterEach(() => house.close());

const make = (json: object, more: Call = {}) => call(groups.POST, { method: 'POST', cookie, json, ...more });
const add = (id: string, people: readonly unknown[]) =>
  call(members.POST, { method: 'POST', cookie, params: { id }, json: { people } });
const list = async (id: string, query = '') =>
  (await call(members.GET, { cookie, params: { id }, path: `/x${query}` })).body;

/** A group, and the answer to a list that is imported into it. */
async function imported(csv: BodyInit, { check = false, type = 'text/csv' } = {}) {
  const { id } = (await make({ name: 'Crew' })).body;
  const path = `/x?check=${check}`;
  return {
    id,
    ...(await call(imports.POST, { method: 'POST', cookie, params: { id }, path, raw: csv, type })),
  };
}

test('a group is made with a key of its name, renamed, found and deleted', async () => {
  const made = await make({ name: ' Büro Köln ' });
  expect([made.status, made.body]).toEqual([
    201,
    {
      id: made.body.id,
      key: 'buro-koln',
      name: 'Büro Köln',
      people: 0,
      createdAt: '2030-05-15T10:00:00.000Z',
    },
  ]);
  const { id } = made.body;
  const changed = { method: 'PATCH', cookie, params: { id }, json: { name: 'Köln', key: 'cologne' } };
  expect((await call(group.PATCH, changed)).body).toMatchObject({ key: 'cologne', name: 'Köln' });
  // A key stands in an address as well as an id.
  expect((await call(group.GET, { cookie, params: { id: 'cologne' } })).body.id).toBe(id);
  expect((await call(groups.GET, { cookie, path: '/x?q=K%C3%B6' })).body.groups).toHaveLength(1);
  expect((await call(group.DELETE, { method: 'DELETE', cookie, params: { id } })).status).toBe(200);
  expect((await call(group.GET, { cookie, params: { id } })).status).toBe(404);
});

test('a group without a good name or key is refused by its field', async () => {
  await make({ name: 'Crew' });
  const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';
  const wrong: [object, number, string][] = [
    [{}, 400, 'name'],
    [{ name: ' ' }, 400, 'name'],
    [{ name: 'x'.repeat(81) }, 400, 'name'],
    [{ name: 'a\u202eb' }, 400, 'name'],
    [{ name: 'X', key: 'No' }, 400, 'key'],
    [{ name: 'X', key: '-x' }, 400, 'key'],
    [{ name: 'X', key: uuid }, 400, 'key'],
    [{ name: '東京' }, 400, 'key'],
    [{ name: 'X', people: 3 }, 400, 'people'],
    [{ name: 'CREW', key: 'other' }, 409, 'name'],
    [{ name: 'Other', key: 'crew' }, 409, 'key'],
  ];
  for (const [json, status, path] of wrong) {
    const answer = await make(json);
    expect([answer.status, answer.body.errors?.[0].path], JSON.stringify(json)).toEqual([status, path]);
  }
});

test('the same request for a group is answered the same', async () => {
  const headers = { 'idempotency-key': 'one' };
  const first = await make({ name: 'Crew' }, { headers });
  const again = await make({ name: 'Crew' }, { headers });
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

test('a sender sees which groups there are and how large, and nothing of who is in them', async () => {
  const { id } = (await make({ name: 'Crew' })).body;
  await add(id, [ana.id]);
  const sam = await house.addPerson('Sam', 'sender');
  const sender = await house.signedIn(sam);
  await expect(listGroupsToManage(sam, {})).rejects.toMatchObject({ code: 'forbidden' });
  const seen = await call(groups.GET, { cookie: sender });
  expect(seen.body).toMatchObject({ groups: [{ name: 'Crew', people: 1 }], next: null });
  const params = { id };
  for (const refused of [
    call(group.GET, { cookie: sender, params }),
    call(members.GET, { cookie: sender, params }),
    call(exported.GET, { cookie: sender, params }),
    call(imports.POST, { method: 'POST', cookie: sender, params, json: { csv: 'x@y.z' } }),
    call(members.POST, { method: 'POST', cookie: sender, params, json: { people: ['x'] } }),
    call(members.DELETE, { method: 'DELETE', cookie: sender, params, json: { people: ['x'] } }),
    call(oneMember.DELETE, { method: 'DELETE', cookie: sender, params: { id, userId: ana.id } }),
    call(group.PATCH, { method: 'PATCH', cookie: sender, params, json: {} }),
    call(group.DELETE, { method: 'DELETE', cookie: sender, params }),
    call(groups.POST, { method: 'POST', cookie: sender, json: { name: 'X' } }),
    call(groups.GET, { cookie: await house.signedIn(ana) }),
  ]) {
    expect((await refused).status).toBe(403);
  }
});

test('people are added by id and address, all or none, and have the date since when', async () => {
  const { id } = (await make({ name: 'Crew' })).body;
  const refused = await add(id, [ana.id, 'nobody@belfry.test', ' ben@belfry.test']);
  expect([refused.status, refused.body.errors]).toEqual([
    400,
    [{ path: 'people.1', message: 'Nobody here has this id or address.' }],
  ]);
  expect((await list(id)).members).toEqual([]);
  const added = await add(id, [ana.id, 'Ana@Belfry.test', ' ben@belfry.test']);
  expect([added.status, added.body]).toEqual([200, { added: 2, already: 0 }]);
  expect((await add(id, [ana.id])).body).toEqual({ added: 0, already: 1 });
  expect((await list(id, '?q=ana')).members).toEqual([
    { id: ana.id, name: 'Ana', email: 'ana@belfry.test', since: '2030-05-15T10:00:00.000Z', disabled: false },
  ]);
  expect((await add(id, Array(201).fill('x'))).status).toBe(400);
  expect((await add('nothing', [ana.id])).status).toBe(404);
});

test('somebody who is disabled is not added', async () => {
  const { id } = (await make({ name: 'Crew' })).body;
  await house.store.changeUser(ana.id, { disabled: true, now: house.clock.now });
  expect((await add(id, [ana.id])).body.errors).toEqual([
    { path: 'people.0', message: 'This person is disabled.' },
  ]);
});

test('people are taken out one by one or several at once', async () => {
  const { id } = (await make({ name: 'Crew' })).body;
  await add(id, ['ana@belfry.test', 'ben@belfry.test', 'admin@belfry.test']);
  const one = { method: 'DELETE', cookie, params: { id, userId: ana.id } };
  expect((await call(oneMember.DELETE, one)).body).toEqual({ removed: 1 });
  expect((await call(oneMember.DELETE, one)).body).toEqual({ removed: 0 });
  const several = (people: readonly string[]) =>
    call(members.DELETE, { method: 'DELETE', cookie, params: { id }, json: { people } });
  expect((await several(['ben@belfry.test', 'nobody'])).body.errors[0].path).toBe('people.1');
  expect((await several(['ben@belfry.test', 'ana@belfry.test'])).body).toEqual({ removed: 1 });
  expect((await list(id)).members).toHaveLength(1);
});

test('a group that a draft names is not deleted, and the refusal names the draft', async () => {
  const { id } = (await make({ name: 'Crew' })).body;
  const admin = (await house.store.findCredentials('admin@belfry.test'))?.user.id ?? '';
  const content = { title: 'Lunch', body: null, url: null, category: 'general', severity: 'info' } as const;
  const audience = { kind: 'groups', groups: [id] } as const;
  await house.store.createBroadcast({ id: 'b', createdBy: admin, content, audience, now: 1 });
  const refused = await call(group.DELETE, { method: 'DELETE', cookie, params: { id } });
  expect([refused.status, refused.body.broadcast, refused.body.detail]).toEqual([
    409,
    'b',
    'The broadcast “Lunch” that has not gone out names this group.',
  ]);
});

const LIST = [
  'name;e-mail',
  'Ana;ANA@belfry.test',
  'Nobody;nobody@belfry.test',
  'Ben;"ben@belfry.test',
  'Dora;dora@belfry.test',
  'Ana again;ana@belfry.test',
  ';not an address\u0007',
  'Ben;ben@belfry.test',
].join('\r\n');
const REPORT = {
  added: 2,
  already: 0,
  bad: [
    { line: 3, text: 'Nobody;nobody@belfry.test', reason: 'no_such_person' },
    { line: 4, text: 'Ben;"ben@belfry.test', reason: 'quoting' },
    { line: 5, text: 'Dora;dora@belfry.test', reason: 'disabled' },
    { line: 6, text: 'Ana again;ana@belfry.test', reason: 'twice' },
    { line: 7, text: ';not an address\u2407', reason: 'no_address' },
  ],
};

test('a list is checked without changing anything, then added, and every bad line is told of', async () => {
  const dora = await house.addPerson('Dora', 'member');
  await house.store.changeUser(dora.id, { disabled: true, now: house.clock.now });
  const checked = await imported(`\ufeff${LIST}`, { check: true });
  expect([checked.status, checked.body]).toEqual([200, REPORT]);
  expect((await list(checked.id)).members).toEqual([]);
  const add = (json: object) =>
    call(imports.POST, { method: 'POST', cookie, params: { id: checked.id }, json });
  expect((await add({ csv: LIST })).body).toEqual(REPORT);
  expect((await list(checked.id)).members).toHaveLength(2);
  expect((await add({ csv: LIST })).body).toMatchObject({ added: 0, already: 2 });
});

test('a list that is too large or too long, empty, of another kind or not UTF-8 is refused as a whole', async () => {
  const size = 2 * 1024 * 1024;
  const { id } = (await make({ name: 'Crew' })).body;
  for (const [raw, type, status] of [
    ['x'.repeat(size + 1), 'text/csv', 413],
    [`${'x\n'.repeat(20_001)}x`, 'text/csv', 400],
    ['', 'text/csv', 400],
    ['ana@belfry.test', 'text/plain', 415],
    [Buffer.from([0xff, 0xfe, 0x61, 0x00]), 'text/csv', 400],
  ] as const) {
    const answer = await call(imports.POST, { method: 'POST', cookie, params: { id }, raw, type });
    expect(answer.status, `${type} of ${raw.length}`).toBe(status);
  }
});

test('other routes take no more than before', async () => {
  const answer = await make({ name: 'x'.repeat(70_000) });
  expect(answer.status).toBe(413);
});

test('what was added before an import was cut short is said', async () => {
  const { id } = (await make({ name: 'Crew' })).body;
  const lines: string[] = [];
  for (let n = 0; n < 70; n += 1) {
    await house.store.createUser({
      id: `p${n}`,
      email: `p${n}@belfry.test`,
      name: `P ${n}`,
      role: 'member',
      passwordHash: 'x',
      now: 1,
    });
    lines.push(`p${n}@belfry.test`);
  }
  const real = house.store.addMembers;
  let parts = 0;
  house.store.addMembers = (...given) => {
    parts += 1;
    if (parts > 1) return Promise.reject(new AppError('storage_full', 'The disk is full.'));
    return real(...given);
  };
  const json = { csv: lines.join('\n') };
  const cut = await call(imports.POST, { method: 'POST', cookie, params: { id }, json });
  expect([cut.status, cut.body.added, cut.body.left]).toEqual([507, 50, 20]);
  expect(cut.body.detail).toContain('50 of 70 people were added');
  house.store.addMembers = real;
  const again = await call(imports.POST, { method: 'POST', cookie, params: { id }, json });
  expect(again.body).toMatchObject({ added: 20, already: 50, bad: [] });
});

test('an import, in however many parts, is one act in the audit log', async () => {
  const { id } = await imported(`ana@belfry.test\nben@belfry.test\nx`);
  const { entries } = await house.store.auditLog({ before: null, limit: 10 });
  expect(entries.map(({ action, after }) => [action, after])).toMatchObject([
    ['group.import', { people: 2, lines: 3, bad: 1, ids: [ana.id, expect.any(String)] }],
    ['group.create', { name: 'Crew' }],
  ]);
  expect(entries[0]).toMatchObject({ object: { kind: 'group', id, name: 'Crew' }, actor: { name: 'Admin' } });
});

test('members are exported as CSV that is no formula, and can be imported again', async () => {
  const { id } = (await make({ name: 'Crew' })).body;
  await house.addPerson('=1+1', 'member');
  await add(id, ['ana@belfry.test', '=1+1@belfry.test']);
  const answer = await exported.GET(toRequest({ cookie }), { params: Promise.resolve({ id }) });
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="crew-members.csv"');
  const csv = await answer.text();
  expect(csv).toBe(
    [
      '"email","name","since","disabled"',
      '"ana@belfry.test","Ana","2030-05-15T10:00:00.000Z","no"',
      `"'=1+1@belfry.test","'=1+1","2030-05-15T10:00:00.000Z","no"`,
      '',
    ].join('\r\n'),
  );
  const other = (await make({ name: 'Other' })).body.id;
  const again = await call(imports.POST, { method: 'POST', cookie, params: { id: other }, json: { csv } });
  expect(again.body).toEqual({ added: 2, already: 0, bad: [] });
});

test('an exported name is no formula to a spreadsheet that splits at something else than commas', async () => {
  const { id } = (await make({ name: 'Crew' })).body;
  const names = ['x;=1+1;', 'x;"=1+1', 'x\t@SUM(A1)', 'x\n-2+3', 'Ana; Ben'];
  const emails: string[] = [];
  for (const [nth, name] of names.entries()) {
    const person = { id: `p${nth}`, email: `p${nth}@belfry.test`, name, role: 'member' as const };
    await house.store.createUser({ ...person, passwordHash: 'none', now: house.clock.now });
    emails.push(person.email);
  }
  await add(id, emails);
  const answer = await exported.GET(toRequest({ cookie }), { params: Promise.resolve({ id }) });
  const csv = await answer.text();
  for (const cell of csv.split(/[;\t\r\n]/)) expect(cell).not.toMatch(/^[\s"]*[=+\-@]/);
  expect(csv).toContain('"Ana; Ben"');
  const json = { csv };
  const other = (await make({ name: 'Other' })).body.id;
  const again = await call(imports.POST, { method: 'POST', cookie, params: { id: other }, json });
  expect(again.body).toEqual({ added: names.length, already: 0, bad: [] });
});
