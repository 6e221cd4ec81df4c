import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Audience } from '@/lib/inbox/audience';
import { SYSTEM } from '@/lib/server/actor';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as names from './audiences/names/route';
import * as audience from './broadcasts/[id]/audience/route';
import * as copies from './broadcasts/[id]/copies/route';
import * as one from './broadcasts/[id]/route';
import { sendTo } from './testing/send-to';

let house: House;
let sam: Viewer;
let asSam: string;
beforeEach(async () => {
  house = await openHouse();
  const ana = await house.addPerson('Ana', 'member');
  sam = await house.addPerson('Sam', 'sender');
  asSam = await house.signedIn(sam);
  for (const [id, name] of [
    ['night', 'Night shift'],
    ['day', 'Day shift'],
  ] as const) {
    await house.store.createGroup({ id, key: `${id}-shift`, name, createdBy: sam.id, now: house.clock.now });
    await house.store.addMembers(id, { userIds: [ana.id], now: house.clock.now });
  }
});
afterEach(() => house.close());

const act = (id: string) =>
  call(copies.POST, { method: 'POST', params: { id }, cookie: asSam, json: {} }).then(({ body }) => body);
const check = (id: string) => call(audience.GET, { params: { id }, cookie: asSam });
const change = (id: string, json: object) =>
  call(one.PATCH, { method: 'PATCH', params: { id }, cookie: asSam, json });
const end = (id: string) => house.store.deleteGroup(id, { by: SYSTEM, now: house.clock.now });

test('a copy whose excluded group was deleted says so, and reaches nobody before it is removed', async () => {
  const original: Audience = { kind: 'everyone', except: { groups: ['night', 'day'] } };
  const id = await sendTo(house, sam, original);
  await end('night');
  const copy = await act(id);
  expect(copy.gone).toEqual({ groups: [], except: [{ id: 'night', name: 'Night shift' }] });
  const refused = await check(copy.id);
  const message =
    'The group “Night shift”, which is left out, no longer exists. Remove it from the exceptions first.';
  expect([refused.status, refused.body.detail]).toEqual([400, message]);
  expect(refused.body.errors).toEqual([{ path: 'audience.except.groups.0', message }]);

  // It can be written on meanwhile, and goes on saying so.
  expect((await change(copy.id, { title: 'Another text', audience: original })).status).toBe(200);
  expect((await check(copy.id)).status).toBe(400);
  const remaining = { kind: 'everyone', except: { groups: ['day'] } };
  expect((await change(copy.id, { audience: remaining })).status).toBe(200);
  expect((await check(copy.id)).body).toMatchObject({ count: 1 });
});

test('so does one that goes to a deleted group, also among others', async () => {
  const id = await sendTo(house, sam, { kind: 'groups', groups: ['day', 'night'] });
  await end('night');
  const copy = await act(id);
  expect(copy.gone).toEqual({ groups: [{ id: 'night', name: 'Night shift' }], except: [] });
  const { status, body } = await check(copy.id);
  expect([status, body.errors]).toEqual([
    400,
    [
      {
        path: 'audience.groups.1',
        message: 'The group “Night shift” no longer exists. Remove it from the audience first.',
      },
    ],
  ]);
});

test('a copy of a copy says it again, and one whose groups are all there says nothing is gone', async () => {
  const id = await sendTo(house, sam, { kind: 'everyone', except: { groups: ['night'] } });
  const whole = await act(id);
  expect(whole.gone).toEqual({ groups: [], except: [] });
  expect((await check(whole.id)).status).toBe(200);
  // A draft names it: it stays until that is thrown away.
  await expect(end('night')).rejects.toMatchObject({ code: 'conflict' });
  await house.store.cancelBroadcast(whole.id, { only: 'draft', now: house.clock.now });
  await end('night');
  const copy = await act(id);
  expect((await act(copy.id)).gone).toEqual(copy.gone);
});

test('what a deleted group was called is told by its id alone', async () => {
  await end('night');
  const asked = { groups: ['night', 'night-shift', 'day', 'nothing'] };
  const { body } = await call(names.POST, { method: 'POST', cookie: asSam, json: asked });
  expect(body.deleted).toEqual([{ called: 'night', name: 'Night shift' }]);
  expect(body.groups).toMatchObject([{ called: 'day', name: 'Day shift' }]);
});
