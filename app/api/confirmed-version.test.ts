import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TOO_MANY_TO_FREEZE } from '@/lib/inbox/audience';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as audience from './broadcasts/[id]/audience/route';
import * as one from './broadcasts/[id]/route';
import { sendingDesk } from './testing/sending-desk';

let house: House;
let ana: Viewer;
let ben: Viewer;
let asSam: string;
let asKim: string;
let desk: ReturnType<typeof sendingDesk>;
beforeEach(async () => {
  house = await openHouse();
  asSam = await house.signedIn(await house.addPerson('Sam', 'sender'));
  asKim = await house.signedIn(await house.addPerson('Kim', 'admin'));
  ana = await house.addPerson('Ana', 'member');
  ben = await house.addPerson('Ben', 'member');
  desk = sendingDesk(house, asSam);
});
afterEach(() => house.close());

const to = (person: Viewer) => ({ kind: 'people', people: [person.id] });
const check = (id: string, query = '') =>
  call(audience.GET, { path: `/api${query}`, params: { id }, cookie: asSam });
const kimWrites = (id: string, json: object) =>
  call(one.PATCH, { method: 'PATCH', params: { id }, cookie: asKim, json });

test('what somebody else wrote meanwhile cannot be confirmed by who has not seen it', async () => {
  const id = await desk.draft({ title: 'A for Ana', audience: to(ana) });
  await kimWrites(id, { title: 'B for the others', audience: to(ben), version: 1 });
  const { status, body } = await check(id, '?version=1');
  expect([status, body.token]).toEqual([409, undefined]);
  expect(body).toMatchObject({ version: 2, updatedBy: 'Kim' });
  expect(body.updatedAt).toEqual(expect.any(String));
});

test('the answer says what its token confirms: title, audience, version and number', async () => {
  const id = await desk.draft({ title: 'A for Ana', audience: to(ana) });
  expect((await check(id, '?version=1')).body).toMatchObject({
    title: 'A for Ana',
    audience: to(ana),
    version: 1,
    count: 1,
  });
  await kimWrites(id, { title: 'B for Ben', audience: to(ben) });
  // Without a version it is of what there is, and says so.
  const now = (await check(id)).body;
  expect(now).toMatchObject({ title: 'B for Ben', audience: to(ben), version: 2, count: 1 });
  expect((await desk.send(id, { token: now.token })).status).toBe(200);
});

test('a token for a version that is there no longer sends nothing, and the next look is refused as well', async () => {
  const id = await desk.draft({ title: 'A for Ana', audience: to(ana) });
  const { token } = (await check(id, '?version=1')).body;
  await kimWrites(id, { title: 'B for Ana' });
  expect((await desk.send(id, { token })).status).toBe(409);
  expect((await check(id, '?version=1')).status).toBe(409);
  expect(await desk.read(id)).toMatchObject({ state: 'draft', version: 2 });
});

for (const version of ['', '-1', '1.5', 'one', '1e3']) {
  test(`a version is a whole number, and not “${version}”`, async () => {
    const id = await desk.draft({});
    const { status, body } = await check(id, `?version=${version}`);
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'version']);
  });
}

test('what is too many people to be fixed is said before anything is confirmed', async () => {
  const id = await desk.draft({});
  const counting = vi.spyOn(house.store, 'countAudience');
  counting.mockResolvedValue({ count: 10_001, memberships: 1 });
  const { status, body } = await check(id, '?freeze=true');
  expect([status, body.detail, body.token]).toEqual([400, TOO_MANY_TO_FREEZE, undefined]);
  expect(body.errors).toEqual([{ path: 'freeze', message: TOO_MANY_TO_FREEZE }]);
  expect((await check(id)).body).toMatchObject({ count: 10_001, token: expect.any(String) });
  counting.mockResolvedValue({ count: 10_000, memberships: 1 });
  expect((await check(id, '?freeze=true')).body).toMatchObject({ count: 10_000, token: expect.any(String) });
});

test('two changes at once do not leave a label without its link', async () => {
  const id = await desk.draft({ url: '/plan' });
  const both = await Promise.all([desk.change(id, { url: null }), desk.change(id, { linkLabel: 'Open' })]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
  expect(both.find(({ status }) => status === 400)?.body.errors).toEqual([
    { path: 'linkLabel', message: 'A label needs a link.' },
  ]);
});

test('a cancellation that comes too late does not throw away the draft that was made of it', async () => {
  const id = await desk.draft({});
  const { token } = (await check(id)).body;
  expect((await desk.send(id, { token, holdSeconds: 60 })).body.state).toBe('held');
  await desk.redraft(id, asKim);
  await kimWrites(id, { title: 'Rewritten by Kim' });
  expect(await desk.cancel(id)).toMatchObject({ status: 409, body: { state: 'draft' } });
  expect(await desk.read(id)).toMatchObject({ state: 'draft', title: 'Rewritten by Kim' });
});
