import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as pausing from './broadcasts/[id]/pausing/route';
import * as stream from './inbox/stream/route';
import * as notifications from './notifications/route';
import * as passwordLinks from './people/[id]/password-links/route';
import * as person from './people/[id]/route';
import * as sessions from './people/[id]/sessions/route';
import * as people from './people/route';

let house: House;
let admin: Viewer;
let ana: Viewer;
let asAdmin: string;
beforeEach(async () => {
  house = await openHouse();
  admin = await house.addPerson('Admin', 'admin');
  ana = await house.addPerson('Ana', 'member');
  asAdmin = await house.signedIn(admin);
});
afterEach(() => house.close());

const list = (query = '') => call(people.GET, { cookie: asAdmin, path: `/api/people${query}` });
const change = (id: string, json: object, cookie = asAdmin) =>
  call(person.PATCH, { method: 'PATCH', params: { id }, cookie, json });
const signOut = (id: string, cookie = asAdmin) =>
  call(sessions.DELETE, { method: 'DELETE', params: { id }, cookie });
const canRead = async (cookie: string) => (await call(notifications.GET, { cookie })).status === 200;
const acts = async () => {
  const { entries } = await house.store.auditLog({ before: null, limit: 100 });
  return entries.map(
    ({ action, actor, object }) => `${actor.name} (${actor.address}): ${action} ${object.name}`,
  );
};

test('people are listed without anything secret, searched and filtered', async () => {
  await house.addPerson('Sam', 'sender');
  const { status, body } = await list();
  expect([status, body.next]).toEqual([200, null]);
  expect(body.people.map(({ name }: { name: string }) => name)).toEqual(['Sam', 'Ana', 'Admin']);
  expect(Object.keys(body.people[0]).sort()).toEqual(
    ['createdAt', 'disabledAt', 'email', 'id', 'lastUsedAt', 'name', 'role', 'sessions'].sort(),
  );
  expect(body.people[2]).toMatchObject({ sessions: 1, lastUsedAt: expect.any(String) });
  expect((await list('?q=%20SAM@%20')).body.people).toHaveLength(1);
  expect((await list('?q=')).body.people).toHaveLength(3);
  expect((await list('?role=admin&state=active')).body.people).toMatchObject([{ name: 'Admin' }]);
  const first = await list('?limit=2');
  const rest = await list(`?limit=2&before=${first.body.next}`);
  expect([first.body.people.length, rest.body.people.length, rest.body.next]).toEqual([2, 1, null]);
});

test('a filter that is none is refused by its name', async () => {
  for (const [query, path] of [
    ['?role=root', 'role'],
    ['?state=asleep', 'state'],
    ['?before=%27;', 'before'],
    ['?limit=101', 'limit'],
    [`?q=${'x'.repeat(255)}`, 'q'],
    ['?page=2', 'page'],
  ]) {
    const { status, body } = await list(query);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  }
});

test('a new role counts with the next request, and is in the audit log with who gave it from where', async () => {
  const asAna = await house.signedIn(ana);
  const answer = await call(person.PATCH, {
    method: 'PATCH',
    params: { id: ana.id },
    cookie: asAdmin,
    json: { role: 'admin' },
    headers: { 'x-belfry-client-address': '10.1.2.3', 'x-request-id': 'r1' },
  });
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      id: ana.id,
      name: 'Ana',
      email: ana.email,
      role: 'admin',
      disabledAt: null,
      createdAt: expect.any(String),
      pausedBroadcasts: 0,
    },
  ]);
  expect((await call(people.GET, { cookie: asAna })).status).toBe(200);
  expect((await change(ana.id, { role: 'admin' })).status).toBe(200);
  expect(await acts()).toEqual(['Admin (10.1.2.3): person.role Ana']);
});

test('a change that says nothing, too much or nonsense is refused', async () => {
  for (const [json, path] of [
    [{}, ''],
    [{ role: 'root' }, 'role'],
    [{ disabled: 'yes' }, 'disabled'],
    [{ role: 'admin', email: 'x@y.test' }, 'email'],
    [{ authVersion: 9 }, 'authVersion'],
  ] as const) {
    const { status, body } = await change(ana.id, json);
    expect([status, body.errors[0]?.path]).toEqual([400, path]);
  }
  expect((await change('nobody', { disabled: true })).status).toBe(404);
  expect(await acts()).toEqual([]);
});

test('whoever is disabled is out of every window at once, and their pages are told once', async () => {
  const first = await house.signedIn(ana);
  const second = await house.signedIn(ana);
  const opened = await stream.GET(
    new Request('http://belfry.test:3000/api/inbox/stream', {
      headers: { host: 'belfry.test:3000', cookie: first },
    }),
    { params: Promise.resolve({}) },
  );
  expect(house.streams.size()).toBe(1);
  expect((await change(ana.id, { disabled: true })).status).toBe(200);
  expect([await canRead(first), await canRead(second), house.streams.size()]).toEqual([false, false, 0]);
  const closed = house.told.filter((line) => line.startsWith('close '));
  expect(closed).toHaveLength(2);
  expect(closed.filter((line) => line.endsWith(`of ${ana.id}`))).toHaveLength(1);
  await opened.body?.cancel();
});

test('who is signed out everywhere is out of every window at once, others are not, once', async () => {
  const cookies = [await house.signedIn(ana), await house.signedIn(ana)];
  const { status, body } = await signOut(ana.id);
  expect([status, body]).toEqual([200, { sessions: 2 }]);
  for (const cookie of cookies) expect(await canRead(cookie)).toBe(false);
  expect(await canRead(asAdmin)).toBe(true);
  expect(house.told.filter((line) => line.startsWith('close '))).toHaveLength(2);
  expect((await signOut(ana.id)).body).toEqual({ sessions: 0 });
  expect(await acts()).toEqual(['Admin (null): person.signOut Ana']);
  expect(await canRead(await house.signedIn(ana))).toBe(true);
  expect((await signOut('nobody')).status).toBe(404);
});

test('administrators may sign themselves out everywhere', async () => {
  expect((await signOut(admin.id)).body).toEqual({ sessions: 1 });
  expect((await list()).status).toBe(401);
});

test('two administrators who demote each other at once leave one', async () => {
  const other = await house.addPerson('Other', 'admin');
  const asOther = await house.signedIn(other);
  const answers = await Promise.all([
    change(other.id, { role: 'member' }),
    change(admin.id, { disabled: true }, asOther),
  ]);
  // Whichever is second is refused: as the last one, or, where it was read late, as who may not any more.
  const [first = 0, second = 0] = answers.map(({ status }) => status).sort();
  expect(first).toBe(200);
  expect([401, 403, 409]).toContain(second);
  const { people: left } = await house.store.listPeople({
    q: null,
    role: 'admin',
    state: 'active',
    before: null,
    limit: 10,
    now: house.clock.now,
    idleAfter: 0,
  });
  expect(left).toHaveLength(1);
});

test('nobody but an administrator does any of it, and it changes nothing', async () => {
  const sam = await house.addPerson('Sam', 'sender');
  const { token } = await house.addKey(admin);
  for (const who of [
    { cookie: await house.signedIn(ana) },
    { cookie: await house.signedIn(sam) },
    { key: token },
  ]) {
    const at = { params: { id: ana.id }, ...who };
    const refused = [
      await call(people.GET, who),
      await call(person.PATCH, { ...at, method: 'PATCH', json: { role: 'admin' } }),
      await call(sessions.DELETE, { ...at, method: 'DELETE' }),
      await call(passwordLinks.POST, { ...at, method: 'POST' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  }
  expect(await house.store.findUser(ana.id)).toMatchObject({ role: 'member', authVersion: 1 });
  expect(await acts()).toEqual([]);
});

test('whoever takes away the right to send is told how many waiting broadcasts that paused, and another resumes them', async () => {
  const sam = await house.addPerson('Sam', 'sender');
  for (const id of ['one', 'two']) {
    const audience = { kind: 'everyone' } as const;
    const content = { title: id, body: null, url: null, category: 'general', severity: 'info' } as const;
    const now = house.clock.now;
    await house.store.createBroadcast({ id, createdBy: sam.id, content, audience, now });
    const sending = {
      version: 1,
      count: 3,
      dueAt: now + 60_000,
      as: 'scheduled',
      sentBy: sam.id,
      now,
    } as const;
    await house.store.sendBroadcast(id, sending);
  }
  const { status, body } = await change(sam.id, { disabled: true });
  expect([status, body.pausedBroadcasts]).toEqual([200, 2]);
  expect(house.told).toContain('schedule');
  expect(house.told).toContain('figures one,two');
  expect((await acts()).map((act) => act.replace(/ \(.*\)/, ''))).toEqual([
    'Admin: broadcast.pause two',
    'Admin: broadcast.pause one',
    'Admin: person.disable Sam',
  ]);
  expect((await change(sam.id, { disabled: true })).body.pausedBroadcasts).toBe(0);
  const resumed = await call(pausing.DELETE, { method: 'DELETE', params: { id: 'one' }, cookie: asAdmin });
  expect([resumed.status, resumed.body.state]).toEqual([200, 'scheduled']);
});
