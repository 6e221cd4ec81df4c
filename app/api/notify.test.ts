import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Answer, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as notifications from './notifications/route';

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
const feed = async (cookie: string) => (await call(notifications.GET, { cookie })).body;

test('an administrator notifies people by address and by id, each of them once', async () => {
  const { status, body } = await send({
    recipients: ['Ana@Belfry.test', 'ben@belfry.test', ana.id],
    title: '  Deployed  ',
    body: 'Version 2\r\nis live.\tEnjoy.',
    url: 'https://example.org/a?b=c',
    category: 'deploys',
    severity: 'success',
  });
  expect(status).toBe(201);
  expect(body.ids.map(({ recipient }: Answer) => recipient)).toEqual(['Ana@Belfry.test', 'ben@belfry.test']);
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

test('each recipient is answered exactly as first sent, and the person is found all the same', async () => {
  const { status, body } = await send({
    recipients: [' ANA@belfry.test', ana.id.toUpperCase(), 'ana@belfry.test', 'BEN@BELFRY.TEST '],
    title: 'T',
  });
  expect(status).toBe(201);
  expect(body.ids.map(({ recipient }: Answer) => recipient)).toEqual([
    ' ANA@belfry.test',
    'BEN@BELFRY.TEST ',
  ]);
  expect((await feed(asAna)).items.map(({ id }: Answer) => id)).toEqual([body.ids[0].id]);
  expect((await feed(asBen)).items.map(({ id }: Answer) => id)).toEqual([body.ids[1].id]);
});

test('only a title and recipients are needed', async () => {
  await send({ recipients: ['ana@belfry.test'], title: 'Hello' });
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
  ['a recipient of spaces', { recipients: ['ana@belfry.test', '  '], title: 'T' }, ['recipients.1']],
  [
    'a recipient of 321 characters',
    { recipients: [`${'a'.repeat(309)}@belfry.test`], title: 'T' },
    ['recipients.0'],
  ],
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

const BIDI = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'];
for (const character of [...BIDI, '\u2028', '\u2029']) {
  const code = character.codePointAt(0)?.toString(16);
  test(`U+${code} turns or breaks text: refused in a title and in a body`, async () => {
    const text = `Pay ${character}tneb ot`;
    const title = await send({ recipients: ['ana@belfry.test'], title: text });
    expect([title.status, title.body.errors[0].path]).toEqual([400, 'title']);
    const body = await send({ recipients: ['ana@belfry.test'], title: 'T', body: text });
    expect([body.status, body.body.errors[0].path]).toEqual([400, 'body']);
    expect((await feed(asAna)).items).toEqual([]);
  });
}

for (const [what, text] of Object.entries({
  'a zero width space': '\u200b',
  'joiners alone': '\u200d\u200c',
  'a variation selector': '\ufe0f',
  'a Hangul filler': '\u3164',
  'a Braille blank': '\u2800',
  'a soft hyphen': '\u00ad\u00ad',
  'marks with nothing below them': '\u0301',
  'direction marks': '\u200e \u200f',
})) {
  test(`${what} shows nothing: no title and no body`, async () => {
    const title = await send({ recipients: ['ana@belfry.test'], title: text });
    expect([title.status, title.body.errors[0]]).toEqual([
      400,
      { path: 'title', message: 'This needs something that can be seen.' },
    ]);
    const body = await send({ recipients: ['ana@belfry.test'], title: 'T', body: `${text}\n${text}` });
    expect([body.status, body.body.errors[0].path]).toEqual([400, 'body']);
  });
}

for (const text of ['👩‍👩‍👧', '❤️', '5️⃣', '🇨🇭', 'می‌خواهم', 'عزيزتي 🎉', 'नमस्ते', '?', '…', '½', '中']) {
  test(`“${text}” is a text like any other, and is stored as it was sent`, async () => {
    expect((await send({ recipients: ['ana@belfry.test'], title: text, body: text })).status).toBe(201);
    expect((await feed(asAna)).items[0]).toMatchObject({ title: text, body: text });
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
