import { afterEach, beforeEach, expect, test } from 'vitest';
import { BODY_MAX } from '@/lib/inbox/content';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as audience from './broadcasts/[id]/audience/route';
import * as one from './broadcasts/[id]/route';
import * as sending from './broadcasts/[id]/sending/route';
import * as broadcasts from './broadcasts/route';
import * as notifications from './notifications/route';

let house: House;
let sam: Viewer;
let asSam: string;
let asKim: string;
let asAna: string;
beforeEach(async () => {
  house = await openHouse();
  sam = await house.addPerson('Sam', 'sender');
  asSam = await house.signedIn(sam);
  asKim = await house.signedIn(await house.addPerson('Kim', 'admin'));
  asAna = await house.signedIn(await house.addPerson('Ana', 'member'));
});
afterEach(() => house.close());

const DRAFT = { title: 'Fire drill', audience: { kind: 'everyone' } };
const make = (json: object, headers = {}) =>
  call(broadcasts.POST, { method: 'POST', cookie: asSam, json: { ...DRAFT, ...json }, headers });
const change = (id: string, json: object, cookie = asSam) =>
  call(one.PATCH, { method: 'PATCH', params: { id }, cookie, json });
const discard = (id: string, cookie = asSam) =>
  call(one.DELETE, { method: 'DELETE', params: { id }, cookie });
const read = async (id: string) => (await call(one.GET, { params: { id }, cookie: asSam })).body;
const send = async (id: string, json: object = {}) => {
  const { token } = (await call(audience.GET, { params: { id }, cookie: asSam })).body;
  return call(sending.POST, { method: 'POST', params: { id }, cookie: asSam, json: { token, ...json } });
};

const SOON = '2030-05-16T10:00:00.000Z';

test('a draft keeps how its body is written, what its link is called and when it is over', async () => {
  const said = {
    body: '**Now**',
    format: 'markdown',
    url: '/plan',
    linkLabel: 'See the plan',
    expiresAt: SOON,
  };
  const { status, body } = await make(said);
  expect([status, body]).toEqual([201, expect.objectContaining({ ...said, version: 1 })]);
  expect(await read(body.id)).toMatchObject(said);
});

test('unless told otherwise it is plain text without a label that never expires', async () => {
  const { body } = await make({});
  expect(body).toMatchObject({ format: 'plain', linkLabel: null, expiresAt: null });
});

test('a change touches only what it names; null takes the label and the end away', async () => {
  const { id } = (await make({ url: '/plan', linkLabel: 'Plan', expiresAt: SOON, format: 'markdown' })).body;
  expect((await change(id, { title: 'Another' })).body).toMatchObject({ linkLabel: 'Plan', expiresAt: SOON });
  expect((await change(id, { linkLabel: null, expiresAt: null })).body).toMatchObject({
    linkLabel: null,
    expiresAt: null,
    url: '/plan',
    format: 'markdown',
  });
});

for (const [what, json, path] of [
  ['a label that is too long', { url: '/a', linkLabel: 'x'.repeat(25) }, 'linkLabel'],
  ['a label without a link', { linkLabel: 'Plan' }, 'linkLabel'],
  ['a label that turns its direction round', { url: '/a', linkLabel: '\u202eevil' }, 'linkLabel'],
  ['an unknown format', { format: 'html' }, 'format'],
  ['an end that has come', { expiresAt: '2030-05-15T10:00:00Z' }, 'expiresAt'],
  ['an end that is no time', { expiresAt: 'tomorrow' }, 'expiresAt'],
  ['an end without a zone', { expiresAt: '2030-05-16T10:00:00' }, 'expiresAt'],
  ['a body that is too long', { body: 'x'.repeat(BODY_MAX + 1) }, 'body'],
] as const) {
  test(`${what} is refused by name, in a new draft and in a change`, async () => {
    const made = await make(json);
    expect([made.status, made.body.errors.map((error: { path: string }) => error.path)]).toEqual([
      400,
      [path],
    ]);
    const { id } = (await make({})).body;
    const changed = await change(id, json);
    expect([changed.status, changed.body.errors.map((error: { path: string }) => error.path)]).toEqual([
      400,
      [path],
    ]);
    expect(await read(id)).toMatchObject({ version: 1, linkLabel: null, format: 'plain', expiresAt: null });
  });
}

test('the link of a label cannot be taken away alone', async () => {
  const { id } = (await make({ url: '/plan', linkLabel: 'Plan' })).body;
  expect((await change(id, { url: null })).body.errors).toMatchObject([{ path: 'linkLabel' }]);
  expect((await change(id, { url: null, linkLabel: null })).status).toBe(200);
});

test('a notification to named people may be written and labelled in the same way', async () => {
  const asAdmin = asKim;
  const json = { recipients: ['ana@belfry.test'], title: 'T', body: '*now*', format: 'markdown' };
  const notify = (more: object) =>
    call(notifications.POST, { method: 'POST', cookie: asAdmin, json: { ...json, ...more } });
  expect((await notify({ linkLabel: 'Plan' })).body.errors).toMatchObject([{ path: 'linkLabel' }]);
  expect((await notify({ url: '/plan', linkLabel: 'Plan' })).status).toBe(201);
  const { items } = (await call(notifications.GET, { cookie: asAna })).body;
  expect(items).toMatchObject([{ format: 'markdown', linkLabel: 'Plan', body: '*now*' }]);
});

test('whoever is too late is told whose version there is, and of when', async () => {
  const { id, version } = (await make({})).body;
  house.clock.now += 60_000;
  expect((await change(id, { title: 'By Kim', version }, asKim)).body.version).toBe(version + 1);
  const { status, body } = await change(id, { title: 'By Sam', version });
  expect([status, body]).toEqual([
    409,
    expect.objectContaining({ version: 2, updatedBy: 'Kim', updatedAt: '2030-05-15T10:01:00.000Z' }),
  ]);
  expect(await read(id)).toMatchObject({ title: 'By Kim', updatedBy: { name: 'Kim' } });
  expect((await change(id, { title: 'By Sam', version: 2 })).status).toBe(200);
});

test('a sent one has a version as well: of two edits of the same one the second is refused', async () => {
  const { id } = (await make({})).body;
  await send(id);
  const { version } = await read(id);
  expect((await change(id, { title: 'By Kim', version }, asKim)).status).toBe(200);
  const { status, body } = await change(id, { title: 'By Sam', version });
  expect([status, body.version]).toEqual([409, version + 1]);
  expect((await call(notifications.GET, { cookie: asAna })).body.items).toMatchObject([{ title: 'By Kim' }]);
});

test('the end of a sent one can be moved, and whoever waits for it is told', async () => {
  const { id } = (await make({})).body;
  await send(id);
  house.told.length = 0;
  expect((await change(id, { expiresAt: SOON })).body).toMatchObject({ state: 'sent', expiresAt: SOON });
  expect(house.told).toContain('schedule');
});

test('asked for twice under one key there is one draft, also when its end has come meanwhile', async () => {
  const key = { 'idempotency-key': 'the-same' };
  const first = await make({ expiresAt: SOON }, key);
  house.clock.now = Date.parse(SOON) + 1;
  const again = await make({ expiresAt: SOON }, key);
  expect([again.status, again.body.id]).toEqual([201, first.body.id]);
  expect((await call(broadcasts.GET, { cookie: asSam })).body.broadcasts).toHaveLength(1);
});

test('a draft that is thrown away is cancelled, reaches nobody, and a second time changes nothing', async () => {
  const { id } = (await make({})).body;
  expect((await discard(id)).body).toMatchObject({ id, state: 'cancelled' });
  expect((await discard(id)).status).toBe(200);
  expect((await change(id, { title: 'Back' })).status).toBe(409);
  const { entries } = await house.store.auditLog({ before: null, limit: 10 });
  expect(entries.map(({ action }) => action)).toEqual(['broadcast.cancel', 'broadcast.create']);
});

test('what is on its way is not thrown away in the place of a draft', async () => {
  const { id } = (await make({})).body;
  expect((await send(id, { holdSeconds: 60 })).body.state).toBe('held');
  expect((await discard(id)).status).toBe(409);
  expect((await read(id)).state).toBe('held');
});

test('a draft is saved before its audience names anybody, and cannot be sent so', async () => {
  const { status, body } = await make({ audience: { kind: 'groups', groups: [] } });
  expect([status, body.audience]).toEqual([201, { kind: 'groups', groups: [] }]);
  const check = () => call(audience.GET, { params: { id: body.id }, cookie: asSam });
  const refused = await check();
  expect(refused.status).toBe(400);
  expect(refused.body.errors).toEqual([{ path: 'audience', message: 'Name at least one group.' }]);
  expect((await change(body.id, { audience: { kind: 'people', people: [] } })).status).toBe(200);
  expect((await check()).body.errors[0].message).toBe('Name at least one person.');
  expect((await change(body.id, { audience: { kind: 'people', people: [sam.id] } })).status).toBe(200);
  expect((await check()).body).toMatchObject({ count: 1 });
  // An exclusion of nobody is a slip of whoever wrote it.
  const slip = await make({ audience: { kind: 'everyone', except: { groups: [] } } });
  expect(slip.status).toBe(400);
});

test('members throw no drafts away', async () => {
  const { id } = (await make({})).body;
  expect((await discard(id, asAna)).status).toBe(403);
  expect((await discard('nothing-here')).status).toBe(404);
  expect((await read(id)).state).toBe('draft');
});
