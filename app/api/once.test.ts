import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Answer, type Call, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as audience from './broadcasts/[id]/audience/route';
import * as broadcast from './broadcasts/[id]/route';
import * as sending from './broadcasts/[id]/sending/route';
import * as broadcasts from './broadcasts/route';
import * as keys from './keys/route';
import * as notifications from './notifications/route';

let folder: string;
let house: House;
let ana: Viewer;
let admin: Viewer;
let asAna: string;
let asAdmin: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-once-'));
  house = await openHouse({}, { file: join(folder, 'belfry.db') });
  ana = await house.addPerson('Ana', 'member');
  admin = await house.addPerson('Admin', 'admin');
  asAna = await house.signedIn(ana);
  asAdmin = await house.signedIn(admin);
});
afterEach(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

const TO_ANA = { recipients: [' ANA@belfry.test'], title: 'Deployed' };
const DRAFT = { title: 'Hello', audience: { kind: 'everyone' } };

const keyed = (key: string, json: object, more: Call = {}): Call => ({
  method: 'POST',
  cookie: asAdmin,
  json,
  headers: { 'idempotency-key': key },
  ...more,
});
const notify = (key: string, json: object = TO_ANA, more: Call = {}) =>
  call(notifications.POST, keyed(key, json, { path: '/api/notifications', ...more }));
const titles = async () =>
  (await call(notifications.GET, { cookie: asAna })).body.items.map((item: Answer) => item.title);

async function confirmed(id: string): Promise<{ token: string }> {
  const { body } = await call(audience.GET, { params: { id }, cookie: asAdmin });
  return { token: body.token };
}
const send = (key: string, id: string, json: object) =>
  call(sending.POST, keyed(key, json, { path: `/api/broadcasts/${id}/sending`, params: { id } }));

test('a creation under the key of the same request is answered again, word for word', async () => {
  for (const [create, list] of [
    [() => notify('k1'), () => titles()],
    [
      () => call(broadcasts.POST, keyed('k2', DRAFT, { path: '/api/broadcasts' })),
      async () => (await call(broadcasts.GET, { cookie: asAdmin })).body.broadcasts,
    ],
  ] as const) {
    const first = await create();
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
    house.clock.now += 24 * 60 * 60 * 1000 - 1;
    asAdmin = await house.signedIn(admin);
    const again = await create();
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(again.body).toEqual(first.body);
    expect(await list()).toHaveLength(1);
  }
});

test('the same request in another spelling is the same: spaces, defaults, the order of fields, quotes', async () => {
  const first = await notify('k');
  const json = { severity: 'info', body: '', title: ' Deployed ', recipients: TO_ANA.recipients };
  const again = await notify('"k"', json);
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
  expect(again.body).toEqual(first.body);
});

test('another request under the key is refused by a sentence, and makes nothing', async () => {
  await notify('k');
  for (const refused of [
    await notify('k', { ...TO_ANA, title: 'Rolled back' }),
    await call(broadcasts.POST, keyed('k', DRAFT, { path: '/api/broadcasts' })),
    await call(keys.POST, keyed('k', { name: 'K' }, { path: '/api/keys' })),
  ]) {
    expect(refused.status).toBe(422);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(refused.body).toMatchObject({
      type: 'urn:belfry:problem:unprocessable',
      title: 'Unprocessable Entity',
      errors: [{ path: 'Idempotency-Key' }],
    });
  }
  expect(await titles()).toEqual(['Deployed']);
  expect((await call(keys.GET, { cookie: asAdmin })).body.keys).toEqual([]);
});

test('a key that is none is refused by name, and makes nothing', async () => {
  for (const key of ['', 'two words', 'x'.repeat(256), 'a, b']) {
    const { status, body } = await notify(key);
    expect([status, body.errors[0].path]).toEqual([400, 'Idempotency-Key']);
  }
  expect(await titles()).toEqual([]);
});

test('without a key the same request is another one each time', async () => {
  for (let time = 0; time < 2; time += 1) await notify('', TO_ANA, { headers: {} });
  expect(await titles()).toEqual(['Deployed', 'Deployed']);
});

test('a person’s keys and a program’s are their own', async () => {
  const first = await house.addKey(admin);
  const second = await house.addKey(admin);
  await notify('k');
  for (const { token } of [first, second]) {
    const answer = await notify('k', TO_ANA, { cookie: undefined, key: token });
    expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([201, null]);
  }
  expect(await titles()).toHaveLength(3);
});

test('a refusal is not kept: what was wrong can be put right under the same key', async () => {
  const nobody = { ...TO_ANA, recipients: ['nobody@belfry.test'] };
  expect((await notify('k', nobody)).status).toBe(400);
  const answer = await notify('k');
  expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([201, null]);
});

test('a repetition is answered though a recipient has gone since, and only to who may still ask', async () => {
  const first = await notify('k');
  await house.store.changeUser(ana.id, { disabled: true, now: house.clock.now });
  expect((await notify('another')).status).toBe(400);
  expect((await notify('k')).body).toEqual(first.body);
  await house.addPerson('Root', 'admin');
  await house.store.changeUser(admin.id, { role: 'member', now: house.clock.now });
  expect((await notify('k')).status).toBe(403);
});

test('a sending that is repeated is answered as the first time, though it is no draft any more', async () => {
  const { body: draft } = await call(broadcasts.POST, { method: 'POST', cookie: asAdmin, json: DRAFT });
  const json = await confirmed(draft.id);
  const first = await send('k', draft.id, json);
  expect([first.status, first.body.state]).toEqual([200, 'sent']);
  house.clock.now += 10 * 60 * 1000;
  const again = await send('k', draft.id, json);
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
  expect(again.body).toEqual(first.body);
  // The premise: under another key the state and the age of the confirmation count.
  expect((await send('other', draft.id, json)).status).toBe(409);
  expect(await titles()).toEqual(['Hello']);
});

test('an edit that asks everybody to read again asks once', async () => {
  const { body: draft } = await call(broadcasts.POST, { method: 'POST', cookie: asAdmin, json: DRAFT });
  await send('sending', draft.id, await confirmed(draft.id));
  const edit = () => {
    const path = `/api/broadcasts/${draft.id}`;
    const json = { title: 'Hello again', notifyAgain: true };
    return call(broadcast.PATCH, keyed('k', json, { method: 'PATCH', path, params: { id: draft.id } }));
  };
  const unread = async () => (await call(notifications.GET, { cookie: asAna })).body.counts.unread;
  const first = await edit();
  const { items } = (await call(notifications.GET, { cookie: asAna })).body;
  await house.store.mark(ana.id, { id: items[0].id, as: 'read', operationId: 'o', now: house.clock.now });
  const again = await edit();
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
  expect(again.body).toEqual(first.body);
  expect(await unread()).toBe(0);
});

test('fifty sendings at one moment with one key send once, and are answered alike', async () => {
  const { body: draft } = await call(broadcasts.POST, { method: 'POST', cookie: asAdmin, json: DRAFT });
  const json = await confirmed(draft.id);
  const answers = await Promise.all(Array.from({ length: 50 }, () => send('k', draft.id, json)));
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
  expect(answers[0]?.body.state).toBe('sent');
  expect(await house.store.logHead()).toBe(1);
});

test('a repeated making of an API key makes no second one, and its secret is nowhere but in the first answer', async () => {
  const make = () => call(keys.POST, keyed('k', { name: 'Deploys' }, { path: '/api/keys' }));
  const first = await make();
  expect(first.status).toBe(201);
  const again = await make();
  expect([again.status, again.body.type]).toEqual([409, 'urn:belfry:problem:conflict']);
  expect(again.body.id).toBe(first.body.key.id);
  expect(JSON.stringify(again.body)).not.toContain('bk_');
  const { body } = await call(keys.GET, { cookie: asAdmin });
  expect(body.keys).toHaveLength(1);
  const secret = first.body.token.slice(-51);
  const files = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
  expect(files.some((bytes) => bytes.includes(first.body.key.id))).toBe(true);
  expect(files.some((bytes) => bytes.includes(secret))).toBe(false);
});

test('a thousand at one moment with one key make one notification with one answer, and other bodies are refused', async () => {
  const sent = Array.from({ length: 1_000 }, (_, place) => ({
    ...TO_ANA,
    title: place % 10 === 3 ? `Other ${place}` : 'Deployed',
  }));
  const answers = await Promise.all(sent.map((json) => notify('k', json)));
  const made = answers.filter(({ status }) => status === 201);
  const firsts = made.filter(({ headers }) => headers.get('idempotency-replayed') === null);
  expect([made.length, firsts.length]).toEqual([900, 1]);
  expect(new Set(made.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(100);
  expect(await titles()).toEqual(['Deployed']);
  expect((await house.store.counts(ana.id, house.clock.now)).counts).toEqual({ unread: 1, unseen: 1 });
});
