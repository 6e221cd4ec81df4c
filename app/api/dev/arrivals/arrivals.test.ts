import { afterEach, expect, test } from 'vitest';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import { GET, POST } from './route.dev';

let house: House;
afterEach(() => house.close());

async function arrive(mode: 'development' | 'production', json: unknown, signedIn = true) {
  house = await openHouse({ mode });
  const ana = await house.addPerson('Ana', 'member');
  const ben = await house.addPerson('Ben', 'member');
  const answer = await call(POST, {
    method: 'POST',
    path: '/api/dev/arrivals',
    json,
    ...(signedIn && { cookie: await house.signedIn(ana) }),
  });
  const unread = async ({ id }: { id: string }) =>
    (await house.store.counts(id, house.clock.now)).counts.unread;
  return { status: answer.status, unread: [await unread(ana), await unread(ben)] };
}

test('in development a member puts notifications into their own inbox, and into no other', async () => {
  expect(await arrive('development', { count: 3 })).toEqual({ status: 201, unread: [3, 0] });
});

test('elsewhere there is nothing here, even if the route were there', async () => {
  expect(await arrive('production', { count: 3 })).toEqual({ status: 404, unread: [0, 0] });
});

test('nobody who is not signed in, not more than twenty, for nobody else', async () => {
  expect(await arrive('development', { count: 3 }, false)).toMatchObject({ status: 401, unread: [0, 0] });
  await house.close();
  expect(await arrive('development', { count: 21 })).toEqual({ status: 400, unread: [0, 0] });
  await house.close();
  expect(await arrive('development', { count: 1, recipients: ['ben@belfry.test'] })).toEqual({
    status: 400,
    unread: [0, 0],
  });
});

test('other methods are refused', async () => {
  house = await openHouse({ mode: 'development' });
  expect((await call(GET, { method: 'GET', path: '/api/dev/arrivals' })).status).toBe(405);
});
