import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RouteHandler } from '@/lib/server/handle';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Answer, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';

const API = fileURLToPath(new URL('.', import.meta.url));
const CHANGING = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** What senders and administrators may call and is no act that somebody must answer for, with the reason. */
const NO_ACT: Readonly<Record<string, string>> = {
  'POST audiences': 'asks how many there are',
  'POST audiences/names': 'asks what they are called',
  'POST realtime/round-trips': 'stores nothing',
};

let house: House;
let admin: Viewer;
let ana: Viewer;
let cookie: string;
beforeEach(async () => {
  house = await openHouse({ sending: { holdSeconds: 60, limits: { perMinute: 0, perHour: 0 } } });
  admin = await house.addPerson('Admin', 'admin');
  ana = await house.addPerson('Ana', 'member');
  cookie = await house.signedIn(admin);
});
afterEach(() => house.close());

async function ask(act: string, params: Record<string, string> = {}, json: object = {}): Promise<Answer> {
  const [method = '', route = ''] = act.split(' ');
  const module: Record<string, RouteHandler> = await import(join(API, route, 'route.ts'));
  const handler = module[method];
  if (!handler) throw new Error(`There is no ${act}.`);
  const path = `/api/${route}`;
  const sent = method === 'GET' ? {} : { json };
  const { status, body } = await call(handler, { method, path, params, cookie, ...sent });
  expect([200, 201], `${act}: ${JSON.stringify(body)}`).toContain(status);
  return body;
}

const draft = async (): Promise<string> =>
  (await ask('POST broadcasts', {}, { title: 'T', audience: { kind: 'everyone' } })).id;
async function confirmed(more: object): Promise<string> {
  const id = await draft();
  const { token } = await ask('GET broadcasts/[id]/audience', { id });
  await ask('POST broadcasts/[id]/sending', { id }, { token, ...more });
  return id;
}
const held = () => confirmed({ holdSeconds: 60 });
const sent = () => confirmed({ holdSeconds: 0 });
async function paused(): Promise<string> {
  const id = await held();
  await ask('POST broadcasts/[id]/pausing', { id });
  return id;
}
const group = async (): Promise<string> =>
  (await ask('POST groups', {}, { key: 'berlin', name: 'Berlin' })).id;
async function member(): Promise<string> {
  const id = await group();
  await ask('POST groups/[id]/members', { id }, { people: [ana.id] });
  return id;
}
const invited = async (): Promise<string> =>
  (await ask('POST invitations', {}, { email: 'eve@example.org', name: 'Eve' })).id;

/** Each act: what is there before it, the parameters and the body it is asked with, and the entry it makes. */
const ACTS: Readonly<
  Record<
    string,
    { given?: () => Promise<string | undefined>; params?: () => object; json?: () => object; makes: string }
  >
> = {
  'POST audit/verification': { makes: 'audit.verify' },
  'GET audit/export': { makes: 'audit.export' },
  'GET broadcasts/[id]/recipients.csv': { given: sent, makes: 'broadcast.export' },
  'GET groups/[id]/members.csv': { given: group, makes: 'group.export' },
  'POST broadcasts/[id]/test': { given: draft, makes: 'broadcast.test' },
  'POST keys': { json: () => ({ name: 'K' }), makes: 'key.create' },
  'DELETE keys/[id]': { given: async () => (await house.addKey(admin)).id, makes: 'key.revoke' },
  'POST broadcasts': {
    json: () => ({ title: 'T', audience: { kind: 'everyone' } }),
    makes: 'broadcast.create',
  },
  'POST notifications': {
    json: () => ({ recipients: [ana.id], title: 'T' }),
    makes: 'notification.send',
  },
  'PATCH broadcasts/[id]': { given: sent, json: () => ({ title: 'U' }), makes: 'broadcast.edit' },
  'DELETE broadcasts/[id]': { given: draft, makes: 'broadcast.cancel' },
  'DELETE broadcasts/[id]/sending': { given: held, makes: 'broadcast.cancel' },
  'POST broadcasts/[id]/redrafting': { given: held, makes: 'broadcast.redraft' },
  'POST broadcasts/[id]/pausing': { given: held, makes: 'broadcast.pause' },
  'DELETE broadcasts/[id]/pausing': { given: paused, makes: 'broadcast.resume' },
  'POST broadcasts/[id]/recall': { given: sent, makes: 'broadcast.recall' },
  'POST broadcasts/[id]/stopping': { given: sent, makes: 'broadcast.stop' },
  'POST broadcasts/[id]/copies': { given: sent, makes: 'broadcast.duplicate' },
  'POST groups': { json: () => ({ key: 'berlin', name: 'Berlin' }), makes: 'group.create' },
  'PATCH groups/[id]': { given: group, json: () => ({ name: 'Paris' }), makes: 'group.rename' },
  'DELETE groups/[id]': { given: group, makes: 'group.delete' },
  'POST groups/[id]/members': { given: group, json: () => ({ people: [ana.id] }), makes: 'group.add' },
  'DELETE groups/[id]/members': { given: member, json: () => ({ people: [ana.id] }), makes: 'group.remove' },
  'DELETE groups/[id]/members/[userId]': {
    given: member,
    params: () => ({ userId: ana.id }),
    makes: 'group.remove',
  },
  'POST groups/[id]/imports': {
    given: group,
    json: () => ({ csv: 'ana@belfry.test' }),
    makes: 'group.import',
  },
  'PATCH people/[id]': { given: async () => ana.id, json: () => ({ role: 'sender' }), makes: 'person.role' },
  'DELETE people/[id]/sessions': {
    given: async () => {
      await house.signedIn(ana);
      return ana.id;
    },
    makes: 'person.signOut',
  },
  'POST people/[id]/password-links': { given: async () => ana.id, makes: 'person.passwordLink' },
  'POST invitations': { json: () => ({ email: 'eve@example.org', name: 'Eve' }), makes: 'person.invite' },
  'DELETE invitations/[id]': { given: invited, makes: 'invitation.revoke' },
};

const entries = () => house.store.auditAfter(0, 500);

async function makesOne(before: number, action: string): Promise<void> {
  const made = (await entries()).slice(before);
  expect(made.map((entry) => entry.action)).toEqual([action]);
  expect(made[0]?.actor).toMatchObject({ id: admin.id, name: 'Admin', via: 'page' });
}

for (const [act, { given, params, json, makes }] of Object.entries(ACTS)) {
  test(`${act} is one entry of the audit log, ${makes}, with who did it`, async () => {
    const id = await given?.();
    const before = (await entries()).length;
    await ask(act, { ...(id !== undefined && { id }), ...params?.() }, json?.());
    await makesOne(before, makes);
  });
}

for (const [how, sending, action] of [
  ['at once', { holdSeconds: 0 }, 'broadcast.send'],
  ['after a hold', { holdSeconds: 9 }, 'broadcast.send'],
  ['at a time', { at: '2030-06-01T09:00:00Z' }, 'broadcast.schedule'],
] as const) {
  test(`POST broadcasts/[id]/sending ${how} is one entry of the audit log, ${action}`, async () => {
    const id = await draft();
    const { token } = await ask('GET broadcasts/[id]/audience', { id });
    const before = (await entries()).length;
    await ask('POST broadcasts/[id]/sending', { id }, { token, ...sending });
    await makesOne(before, action);
  });
}

test('a draft is changed for all to see by another person, and without an entry by its own writer', async () => {
  const id = await draft();
  const before = (await entries()).length;
  await ask('PATCH broadcasts/[id]', { id }, { title: 'Mine, longer' });
  cookie = await house.signedIn(await house.addPerson('Kim', 'sender'));
  for (const title of ['Kim’s', 'Kim’s, longer']) await ask('PATCH broadcasts/[id]', { id }, { title });
  const made = (await entries()).slice(before);
  expect(made.map(({ action, actor }) => `${action} ${actor.name}`)).toEqual(['broadcast.change Kim']);
  expect(made[0]).toMatchObject({ before: { title: 'Mine, longer' }, after: { title: 'Kim’s' } });
});

test('a notification is an entry with whom it went to, unless a program sent it or it is to oneself', async () => {
  const json = { recipients: [ana.id, ana.email, admin.id], title: 'Fire drill', url: '/plan' };
  const { ids } = await ask('POST notifications', {}, json);
  const [made, ...more] = await entries();
  expect(more).toEqual([]);
  expect(made?.object).toEqual({ kind: 'notification', id: ids[0].id, name: 'Fire drill' });
  expect(made?.after).toMatchObject({ url: '/plan', recipients: [ana.id, admin.id] });
  await ask('POST notifications', {}, { ...json, recipients: [admin.id] });
  const { token } = await house.addKey(admin);
  const route: Record<string, RouteHandler> = await import(join(API, 'notifications/route.ts'));
  const byKey = { method: 'POST', headers: { authorization: `Bearer ${token}` }, json };
  const before = (await entries()).length;
  expect(route.POST && (await call(route.POST, byKey)).status).toBe(201);
  expect(await entries()).toHaveLength(before);
  expect((await entries()).filter(({ action }) => action === 'notification.send')).toHaveLength(1);
});

test('what is refused is no entry', async () => {
  cookie = await house.signedIn(await house.addPerson('Mia', 'member'));
  for (const act of Object.keys(ACTS)) {
    const [method = '', route = ''] = act.split(' ');
    const module: Record<string, RouteHandler> = await import(join(API, route, 'route.ts'));
    const params = { id: ana.id, userId: ana.id };
    const answer =
      module[method] &&
      (await call(module[method], {
        method,
        params,
        cookie,
        ...(method !== 'GET' && { json: { name: 'K' } }),
      }));
    expect(answer?.status, act).toBe(403);
  }
  expect(await entries()).toEqual([]);
});

test('every act that a sender or an administrator can do is in this table, or is said to be none', async () => {
  const memberCookie = await house.signedIn(ana);
  const found: string[] = [];
  for (const file of readdirSync(API, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('/route.ts') || file.includes('...')) continue;
    const route = file.slice(0, -'/route.ts'.length);
    const module: Record<string, RouteHandler> = await import(join(API, file));
    for (const method of CHANGING) {
      const handler = module[method];
      if (!handler) continue;
      // Whom it refuses says for whom it is.
      const { status } = await call(handler, {
        method,
        params: { id: 'x', userId: 'x' },
        cookie: memberCookie,
        json: {},
      });
      if (status === 403) found.push(`${method} ${route}`);
    }
  }
  expect(found.length).toBeGreaterThan(20);
  const changing = Object.keys(ACTS).filter((act) => !act.startsWith('GET '));
  const known = [...changing, 'POST broadcasts/[id]/sending', ...Object.keys(NO_ACT)];
  expect(found.sort()).toEqual(known.sort());
});
