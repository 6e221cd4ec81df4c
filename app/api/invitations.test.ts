import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Answer, call } from '@/lib/server/testing/call';
import { type House, openHouse, TEST_PASSWORD } from '@/lib/server/testing/test-house';
import { canRead, sessionCookie, signIn } from './auth/auth-calls';
import * as invitation from './invitations/[id]/route';
import * as acceptance from './invitations/acceptance/route';
import * as invitations from './invitations/route';
import * as passwordLinks from './people/[id]/password-links/route';

let house: House;
let admin: Viewer;
let asAdmin: string;
beforeEach(async () => {
  house = await openHouse();
  admin = await house.addPerson('Admin', 'admin');
  asAdmin = await house.signedIn(admin);
});
afterEach(() => house.close());

const BEN = { name: 'Ben', email: ' Ben@Belfry.test ', role: 'sender' };
const PASSWORD = 'a password of my own';
const invite = (json: object = BEN, headers = {}) =>
  call(invitations.POST, { method: 'POST', cookie: asAdmin, json, headers });
const linkTo = (id: string, cookie = asAdmin) =>
  call(passwordLinks.POST, { method: 'POST', params: { id }, cookie });
const accept = (json: object, headers = {}) => call(acceptance.POST, { method: 'POST', json, headers });
const revoke = (id: string) => call(invitation.DELETE, { method: 'DELETE', params: { id }, cookie: asAdmin });
const tokenIn = ({ body }: { body: Answer }) => new URL(body.link).searchParams.get('token') ?? '';
const listed = async () => (await call(invitations.GET, { cookie: asAdmin })).body.invitations;
const entries = async () => (await house.store.auditLog({ before: null, limit: 100 })).entries;

test('an administrator invites, and the person joins with a password of their own and signs in', async () => {
  const made = await invite();
  expect(made.status).toBe(201);
  expect(made.body).toEqual({
    id: expect.any(String),
    link: expect.stringMatching(/^http:\/\/belfry\.test:3000\/invitation\?token=[A-Za-z0-9_-]{43}$/),
    expiresAt: new Date(house.clock.now + 7 * 24 * 3_600_000).toISOString(),
  });
  const token = tokenIn(made);
  const [shown] = await listed();
  expect(shown).toMatchObject({
    id: made.body.id,
    kind: 'invitation',
    email: 'ben@belfry.test',
    role: 'sender',
  });
  expect(JSON.stringify(shown)).not.toContain(token);

  const from = { 'x-belfry-client-address': '10.1.2.3', 'x-request-id': 'r1' };
  const joined = await accept({ token, name: 'Benjamin', password: PASSWORD }, from);
  expect([joined.status, joined.body]).toEqual([201, { id: expect.any(String), email: 'ben@belfry.test' }]);
  expect(await house.store.findUser(joined.body.id)).toMatchObject({ name: 'Benjamin', role: 'sender' });
  expect(await canRead(sessionCookie((await signIn(PASSWORD, 'ben@belfry.test')).headers))).toBe(true);
  expect(await listed()).toEqual([]);
  const [join, invited] = await entries();
  expect(join).toMatchObject({
    action: 'person.join',
    actor: { id: joined.body.id, name: 'Benjamin', via: 'page', address: '10.1.2.3', requestId: 'r1' },
  });
  expect(invited).toMatchObject({
    action: 'person.invite',
    actor: { id: admin.id },
    object: { kind: 'invitation' },
  });
  expect(JSON.stringify(await entries())).not.toContain(token);
  expect(house.log.join('')).not.toContain(token);
});

test('of many who come with one link at once, one is let in, and the others learn that it was used', async () => {
  const token = tokenIn(await invite());
  const tries = Array.from({ length: 9 }, () => accept({ token, password: PASSWORD }));
  const answers = await Promise.all(tries);
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, ...Array(8).fill(409)]);
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ state: 'used' });
  expect((await house.store.findCredentials('ben@belfry.test'))?.user.name).toBe('Ben');
});

test('a link that is none, was used, taken back or is over is told plainly, and not whose it was', async () => {
  const one = await invite();
  const used = tokenIn(one);
  await accept({ token: used, password: PASSWORD });
  const back = await invite({ name: 'Carla', email: 'carla@belfry.test' });
  expect((await revoke(back.body.id)).status).toBe(200);
  expect((await revoke(back.body.id)).status).toBe(200);
  expect((await revoke(one.body.id)).status).toBe(409);
  expect((await revoke('nothing')).status).toBe(404);
  const late = tokenIn(await invite({ name: 'Dora', email: 'dora@belfry.test' }));
  house.clock.now += 7 * 24 * 3_600_000;
  const answers = [
    await accept({ token: 'guessed', password: PASSWORD }),
    await accept({ token: 'A'.repeat(43), password: PASSWORD }),
    await accept({ token: used, password: PASSWORD }),
    await accept({ token: tokenIn(back), password: PASSWORD }),
    await accept({ token: late, password: PASSWORD }),
  ];
  expect(answers.map(({ status, body }) => [status, body.state])).toEqual([
    [404, undefined],
    [404, undefined],
    [409, 'used'],
    [409, 'revoked'],
    [409, 'expired'],
  ]);
  expect(JSON.stringify(answers)).not.toMatch(/ben|carla|dora/i);
});

test('an invitation takes the place of the one before, and its link opens nothing any more', async () => {
  const first = tokenIn(await invite({ ...BEN, role: 'admin' }));
  const second = tokenIn(await invite({ ...BEN, email: 'BEN@belfry.test', role: 'member' }));
  expect((await accept({ token: first, password: PASSWORD })).body.state).toBe('revoked');
  const { body } = await accept({ token: second, password: PASSWORD });
  expect(await house.store.findUser(body.id)).toMatchObject({ role: 'member' });
});

test('somebody who is here is not invited, and what is wrong with an invitation is named', async () => {
  await house.addPerson('Ben', 'member');
  const { status, body } = await invite();
  expect([status, body.errors]).toEqual([
    409,
    [{ path: 'email', message: expect.stringContaining('already') }],
  ]);
  for (const [json, path] of [
    [{ ...BEN, email: 'nobody' }, 'email'],
    [{ ...BEN, name: ' ' }, 'name'],
    [{ ...BEN, name: 'Ben\u202e' }, 'name'],
    [{ ...BEN, role: 'root' }, 'role'],
    [{ ...BEN, userId: 'x' }, 'userId'],
  ] as const) {
    const refused = await invite(json);
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, path]);
  }
  expect([await listed(), await entries()]).toEqual([[], []]);
});

test('the same request to invite again makes nothing, and says which invitation there is', async () => {
  const key = { 'idempotency-key': 'k' };
  const first = await invite(BEN, key);
  const again = await invite(BEN, key);
  expect([again.status, again.body.id]).toEqual([409, first.body.id]);
  expect(JSON.stringify(again.body)).not.toContain(tokenIn(first));
  expect(await listed()).toHaveLength(1);
});

test('a bad password or name leaves the link as it is', async () => {
  const token = tokenIn(await invite());
  for (const [json, path] of [
    [{ token, password: 'short' }, 'password'],
    [{ token, password: 'x'.repeat(1_025) }, 'password'],
    [{ token, password: PASSWORD, name: '' }, 'name'],
    [{ token, password: PASSWORD, role: 'admin' }, 'role'],
    [{ password: PASSWORD }, 'token'],
  ] as const) {
    const { status, body } = await accept(json);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  }
  expect((await accept({ token, password: PASSWORD })).status).toBe(201);
});

test('a link to a new password ends all sessions of its person, and the old password opens nothing', async () => {
  const ben = await house.addPerson('Ben', 'member');
  const cookie = await house.signedIn(ben);
  const made = await linkTo(ben.id);
  expect([made.status, made.body.expiresAt]).toEqual([
    201,
    new Date(house.clock.now + 24 * 3_600_000).toISOString(),
  ]);
  const token = tokenIn(made);
  const named = await accept({ token, name: 'Somebody else', password: PASSWORD });
  expect([named.status, named.body.errors[0].path]).toEqual([400, 'name']);
  expect(await canRead(cookie)).toBe(true);
  expect((await accept({ token, password: PASSWORD })).body).toEqual({
    id: ben.id,
    email: 'ben@belfry.test',
  });
  expect(await canRead(cookie)).toBe(false);
  expect(house.told.filter((line) => line.startsWith('close '))).toEqual([
    expect.stringMatching(new RegExp(`of ${ben.id}$`)),
  ]);
  expect((await signIn(TEST_PASSWORD, 'ben@belfry.test')).status).toBe(401);
  expect(await canRead(sessionCookie((await signIn(PASSWORD, 'ben@belfry.test')).headers))).toBe(true);
  expect((await entries()).map(({ action, actor }) => `${actor.name}: ${action}`)).toEqual([
    'Ben: person.password',
    'Admin: person.passwordLink',
  ]);
  expect((await linkTo('nobody')).status).toBe(404);
  await house.store.changeUser(ben.id, { disabled: true, now: house.clock.now });
  expect((await linkTo(ben.id)).status).toBe(409);
});

test('whoever tries one link over and over waits; another link is not kept waiting', async () => {
  const token = 'B'.repeat(43);
  const from = { 'x-belfry-client-address': '10.0.0.1' };
  for (let tried = 0; tried < 10; tried += 1)
    expect((await accept({ token, password: PASSWORD }, from)).status).toBe(404);
  const { status, headers } = await accept({ token, password: PASSWORD }, from);
  expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true]);
  const other = tokenIn(await invite());
  expect((await accept({ token: other, password: PASSWORD }, from)).status).toBe(201);
});

test('one network that tries many links waits as well, whatever the links', async () => {
  const from = { 'x-belfry-client-address': '10.0.0.2' };
  const statuses = new Set<number>();
  for (let tried = 0; tried < 101; tried += 1) {
    const token = String(tried).padStart(43, 'C');
    statuses.add((await accept({ token, password: PASSWORD }, from)).status);
  }
  expect([...statuses]).toEqual([404, 429]);
});

test('nobody but an administrator makes, sees or takes back a link', async () => {
  const made = await invite();
  const { token: key } = await house.addKey(admin);
  const member = await house.signedIn(await house.addPerson('Mia', 'member'));
  const sender = await house.signedIn(await house.addPerson('Sam', 'sender'));
  for (const who of [{ cookie: member }, { cookie: sender }, { key }]) {
    const refused = [
      await call(invitations.GET, who),
      await call(invitations.POST, { ...who, method: 'POST', json: { ...BEN, email: 'x@y.test' } }),
      await call(invitation.DELETE, { ...who, method: 'DELETE', params: { id: made.body.id } }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
  }
  expect(await listed()).toHaveLength(1);
});

test('another site cannot use a link in its visitor’s name', async () => {
  const token = tokenIn(await invite());
  const { status } = await accept({ token, password: PASSWORD }, { 'sec-fetch-site': 'cross-site' });
  expect(status).toBe(403);
});
