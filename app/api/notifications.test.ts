import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Answer, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as allReading from './inbox/reading/route';
import * as sync from './inbox/sync/route';
import * as viewing from './inbox/viewing/route';
import * as archiving from './notifications/[id]/archiving/route';
import * as reading from './notifications/[id]/reading/route';
import * as notifications from './notifications/route';
import * as undoing from './operations/[id]/undoing/route';

let house: House;
let ana: Viewer;
let asAna: string;
let asBen: string;
let asAdmin: string;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
  asAna = await house.signedIn(ana);
  asBen = await house.signedIn(await house.addPerson('Ben', 'member'));
  asAdmin = await house.signedIn(await house.addPerson('Admin', 'admin'));
});
afterEach(() => house.close());

const send = (json: object, cookie = asAdmin) => call(notifications.POST, { method: 'POST', json, cookie });
const feed = async (cookie: string, query = '') =>
  (await call(notifications.GET, { path: `/api/notifications${query}`, cookie })).body;

async function notifyAna(title = 'Build 12 failed'): Promise<string> {
  const { body } = await send({ recipients: ['ana@belfry.test'], title });
  return body.ids[0].id;
}

const on = (id: string, cookie = asAna, method = 'POST') => ({ method, params: { id }, cookie });

test('an administrator notifies people by address and by id, each of them once', async () => {
  const { status, body } = await send({
    recipients: ['Ana@Belfry.test', ana.id, 'ben@belfry.test', 'ana@belfry.test'],
    title: '  Deployed  ',
    body: 'Version 2\r\nis live.\tEnjoy.',
    url: 'https://example.org/a?b=c',
    category: 'deploys',
    severity: 'success',
  });
  expect(status).toBe(201);
  expect(body.ids.map(({ recipient }: Answer) => recipient)).toEqual(['ana@belfry.test', 'ben@belfry.test']);
  const { items, counts, next, cursor } = await feed(asAna);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    id: body.ids[0].id,
    title: 'Deployed',
    body: 'Version 2\nis live.\tEnjoy.',
    url: 'https://example.org/a?b=c',
    category: 'deploys',
    severity: 'success',
    createdAt: '2030-05-15T10:00:00.000Z',
    readAt: null,
  });
  expect(counts).toEqual({ unread: 1, unseen: 1 });
  expect(next).toBeNull();
  expect(cursor).toMatch(/^[a-z0-9]+\.1$/);
});

test('only a title and recipients are needed', async () => {
  await notifyAna('Hello');
  expect((await feed(asAna)).items[0]).toMatchObject({
    body: null,
    url: null,
    category: 'general',
    severity: 'info',
  });
});

test('a program with an API key notifies, and its use is noted', async () => {
  const admin = await house.addPerson('Root', 'admin');
  const { id, token } = await house.addKey(admin);
  const { status } = await call(notifications.POST, {
    method: 'POST',
    key: token,
    json: { recipients: ['ana@belfry.test'], title: 'From a script' },
  });
  expect(status).toBe(201);
  expect((await house.store.listApiKeys()).find((key) => key.id === id)?.lastUsedAt).not.toBeNull();
});

const WRONG: [string, object, string[]][] = [
  [
    'an unknown recipient among known ones',
    { recipients: ['ana@belfry.test', 'nobody@belfry.test', 'x'], title: 'T' },
    ['recipients.1', 'recipients.2'],
  ],
  ['no recipient', { recipients: [], title: 'T' }, ['recipients']],
  ['recipients that are no list', { recipients: 'ana@belfry.test', title: 'T' }, ['recipients']],
  ['more recipients than 1,000', { recipients: Array(1001).fill('a@b.c'), title: 'T' }, ['recipients']],
  ['no title', { recipients: ['ana@belfry.test'] }, ['title']],
  ['a title of spaces', { recipients: ['ana@belfry.test'], title: '   ' }, ['title']],
  ['a title of 201 characters', { recipients: ['ana@belfry.test'], title: 'x'.repeat(201) }, ['title']],
  ['a title with a line break', { recipients: ['ana@belfry.test'], title: 'a\nb' }, ['title']],
  ['a title with an escape sequence', { recipients: ['ana@belfry.test'], title: 'a\u001b[31mb' }, ['title']],
  [
    'a body of 2,001 characters',
    { recipients: ['ana@belfry.test'], title: 'T', body: 'x'.repeat(2001) },
    ['body'],
  ],
  [
    'a body with a null character',
    { recipients: ['ana@belfry.test'], title: 'T', body: 'a\u0000b' },
    ['body'],
  ],
  [
    'a script for a link',
    { recipients: ['ana@belfry.test'], title: 'T', url: 'javascript:alert(1)' },
    ['url'],
  ],
  [
    'a script with a tab in it',
    { recipients: ['ana@belfry.test'], title: 'T', url: 'java\tscript:alert(1)' },
    ['url'],
  ],
  ['a data link', { recipients: ['ana@belfry.test'], title: 'T', url: 'data:text/html,x' }, ['url']],
  [
    'a link to another host that looks like a path',
    { recipients: ['ana@belfry.test'], title: 'T', url: '//evil.example' },
    ['url'],
  ],
  [
    'the same with a backslash',
    { recipients: ['ana@belfry.test'], title: 'T', url: '/\\evil.example' },
    ['url'],
  ],
  [
    'a category with capitals',
    { recipients: ['ana@belfry.test'], title: 'T', category: 'Builds' },
    ['category'],
  ],
  ['an unknown severity', { recipients: ['ana@belfry.test'], title: 'T', severity: 'loud' }, ['severity']],
  [
    'fields that are the server’s',
    { recipients: ['ana@belfry.test'], title: 'T', id: 'x', readAt: 'now', broadcastId: 'b' },
    ['id', 'readAt', 'broadcastId'],
  ],
  ['a title that is a number', { recipients: ['ana@belfry.test'], title: 7 }, ['title']],
];

for (const [what, json, paths] of WRONG) {
  test(`${what}: refused by name, and nothing is stored`, async () => {
    const { status, body, headers } = await send(json);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({ type: 'urn:belfry:problem:invalid', title: 'Bad Request', status: 400 });
    expect(body.errors.map((error: Answer) => error.path)).toEqual(paths);
    for (const error of body.errors) expect(error.message).toMatch(/^[A-Z].*\.$/);
    expect((await feed(asAna)).items).toEqual([]);
  });
}

test('a disabled person is no recipient', async () => {
  await house.store.changeUser(ana.id, { disabled: true, now: house.clock.now });
  const { status, body } = await send({ recipients: [ana.id], title: 'T' });
  expect([status, body.errors[0].path]).toEqual([400, 'recipients.0']);
});

test('a member notifies nobody', async () => {
  const { status } = await send({ recipients: ['ben@belfry.test'], title: 'T' }, asAna);
  expect(status).toBe(403);
  expect((await feed(asBen)).items).toEqual([]);
});

test('the feed is read in pages, without a hole or a double, and each view has its own', async () => {
  for (let number = 1; number <= 5; number += 1) await notifyAna(`N${number}`);
  const titles: string[] = [];
  let before = '';
  do {
    const page = await feed(asAna, `?limit=2${before}`);
    titles.push(...page.items.map((item: Answer) => item.title));
    before = page.next === null ? '' : `&before=${page.next}`;
  } while (before !== '');
  expect(titles).toEqual(['N5', 'N4', 'N3', 'N2', 'N1']);
  expect((await feed(asAna, '?filter=archived')).items).toEqual([]);
  expect((await feed(asAna, '?filter=unread')).items).toHaveLength(5);
});

for (const query of [
  '?limit=0',
  '?limit=101',
  '?limit=x',
  '?limit=1e1',
  '?filter=all',
  '?before=abc',
  '?before=-1',
  '?before=',
  '?page=2',
  '?limit=1&limit=2',
]) {
  test(`the feed refuses ${query}`, async () => {
    const { status, body } = await call(notifications.GET, {
      path: `/api/notifications${query}`,
      cookie: asAna,
    });
    expect(status).toBe(400);
    expect(body.errors).toHaveLength(1);
  });
}

test('reading and its taking back answer the event that is published, and counts that are the database’s', async () => {
  const id = await notifyAna();
  const read = await call(reading.POST, on(id));
  expect(read.status).toBe(200);
  expect(read.body.operation).toEqual(expect.any(String));
  expect(read.body.event).toMatchObject({ v: 1, from: 1, seq: 2, counts: { unread: 0, unseen: 0 } });
  expect(read.body.event.changes[0].item.readAt).toBe('2030-05-15T10:00:00.000Z');
  expect(Object.keys(read.body).sort()).toEqual(['event', 'operation']);

  const unread = await call(reading.DELETE, on(id, asAna, 'DELETE'));
  expect(unread.body.event.counts).toEqual({ unread: 1, unseen: 0 });
});

test('archiving takes it out of the inbox, restoring brings it back', async () => {
  const id = await notifyAna();
  await call(archiving.POST, on(id));
  expect((await feed(asAna)).items).toEqual([]);
  expect((await feed(asAna, '?filter=archived')).items[0].id).toBe(id);
  await call(archiving.DELETE, on(id, asAna, 'DELETE'));
  expect((await feed(asAna)).items[0].id).toBe(id);
});

test('somebody else’s notification is not found, whatever is tried, and stays as it is', async () => {
  const id = await notifyAna();
  for (const [handler, method] of [
    [reading.POST, 'POST'],
    [reading.DELETE, 'DELETE'],
    [archiving.POST, 'POST'],
    [archiving.DELETE, 'DELETE'],
  ] as const) {
    for (const cookie of [asBen, asAdmin]) {
      const { status, body } = await call(handler, on(id, cookie, method));
      expect(status).toBe(404);
      expect(JSON.stringify(body)).not.toContain('Build 12');
    }
  }
  const seen = await call(viewing.POST, { method: 'POST', cookie: asBen, json: { ids: [id] } });
  expect(seen.status).toBe(200);
  expect((await feed(asAna)).items[0]).toMatchObject({ seenAt: null, readAt: null, archivedAt: null });
});

for (const id of ['nothing', '../../keys', '%00', "' OR 1=1 --", 'x'.repeat(65)]) {
  test(`an id such as ${id.slice(0, 12)} is not found`, async () => {
    expect((await call(reading.POST, on(id))).status).toBe(404);
  });
}

test('an operation is undone exactly, once, and only by whoever did it', async () => {
  const id = await notifyAna();
  const { body } = await call(archiving.POST, on(id));
  expect((await call(undoing.POST, on(body.operation, asBen))).status).toBe(404);
  expect((await feed(asAna)).items).toEqual([]);

  const undone = await call(undoing.POST, on(body.operation));
  expect(undone.status).toBe(200);
  expect((await feed(asAna)).items[0]).toMatchObject({ id, archivedAt: null, seenAt: null });

  const again = await call(undoing.POST, on(body.operation));
  expect(again.status).toBe(200);
  expect(again.body.event.changes).toEqual([]);
});

test('reading everything is bounded by what the person could see, and undone as one', async () => {
  await notifyAna('Before');
  const { cursor } = await feed(asAna);
  await notifyAna('Meanwhile');
  const json = { through: cursor, filter: 'inbox' };
  const { status, body } = await call(allReading.POST, { method: 'POST', cookie: asAna, json });
  expect(status).toBe(200);
  expect((await feed(asAna, '?filter=unread')).items.map((item: Answer) => item.title)).toEqual([
    'Meanwhile',
  ]);
  await call(undoing.POST, on(body.operation));
  expect((await feed(asAna)).counts.unread).toBe(2);
});

test('reading everything through another history, or the future, is a conflict', async () => {
  await notifyAna();
  const { cursor } = await feed(asAna);
  const epoch = cursor.split('.')[0];
  for (const through of ['other.1', `${epoch}.99`]) {
    const json = { through, filter: 'inbox' };
    expect((await call(allReading.POST, { method: 'POST', cookie: asAna, json })).status).toBe(409);
  }
  const malformed = { through: 'x', filter: 'inbox' };
  expect((await call(allReading.POST, { method: 'POST', cookie: asAna, json: malformed })).status).toBe(400);
});

test('what was on screen is seen and not read', async () => {
  const id = await notifyAna();
  const { body } = await call(viewing.POST, { method: 'POST', cookie: asAna, json: { ids: [id, id] } });
  expect(body.operation).toBeNull();
  expect(body.event.counts).toEqual({ unread: 1, unseen: 0 });
});

for (const ids of [[], Array(101).fill('a'), [7], 'a']) {
  test(`a viewing of ${JSON.stringify(ids).slice(0, 12)} is refused`, async () => {
    expect((await call(viewing.POST, { method: 'POST', cookie: asAna, json: { ids } })).status).toBe(400);
  });
}

test('a sync without a cursor is complete, and with one says only what changed', async () => {
  await notifyAna('One');
  const first = await call(sync.GET, { path: '/api/inbox/sync', cookie: asAna });
  expect(first.body).toMatchObject({ reset: true, counts: { unread: 1 }, next: null });
  await notifyAna('Two');
  const then = await call(sync.GET, { path: `/api/inbox/sync?cursor=${first.body.cursor}`, cookie: asAna });
  expect(then.body).toMatchObject({ more: false, counts: { unread: 2 } });
  expect(then.body.changes.map((change: Answer) => change.item.title)).toEqual(['Two']);
});

for (const cursor of ['', 'x', 'a.b', 'a.-1', 'a.1.2', '.1', 'a.99999999999999999', 'A.1', 'a.01']) {
  test(`a sync from the malformed cursor “${cursor}” is refused`, async () => {
    const { status, body } = await call(sync.GET, {
      path: `/api/inbox/sync?cursor=${cursor}`,
      cookie: asAna,
    });
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ path: 'cursor', message: 'This is not a cursor of this inbox.' }]);
  });
}

test('somebody else’s cursor opens one’s own inbox only', async () => {
  await notifyAna('Ana’s');
  const { cursor } = await feed(asAna);
  const { body } = await call(sync.GET, { path: `/api/inbox/sync?cursor=${cursor}`, cookie: asBen });
  expect(JSON.stringify(body)).not.toContain('Ana’s');
});
