import { afterEach, beforeEach, expect, test } from 'vitest';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as muted from './preferences/muted/[category]/route';
import * as preferences from './preferences/route';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

test('a person switches a category off and on again, for nobody else', async () => {
  const cookie = await house.signedIn(await house.addPerson('Ana', 'member'));
  const other = await house.signedIn(await house.addPerson('Ben', 'member'));
  const seen = async (who: string) => (await call(preferences.GET, { cookie: who })).body;
  expect(await seen(cookie)).toEqual({ categories: [] });
  const params = { category: 'deploys' };
  for (let time = 0; time < 2; time += 1) {
    const off = await call(muted.PUT, { method: 'PUT', cookie, params });
    expect([off.status, off.body]).toEqual([200, { category: 'deploys', muted: true }]);
  }
  expect(await seen(cookie)).toEqual({ categories: [{ category: 'deploys', muted: true }] });
  expect(await seen(other)).toEqual({ categories: [] });
  const on = await call(muted.DELETE, { method: 'DELETE', cookie, params });
  expect(on.body).toEqual({ category: 'deploys', muted: false });
  expect(await seen(cookie)).toEqual({ categories: [] });
});

test('nobody who is signed out has preferences, and what is no category is nothing', async () => {
  expect((await call(preferences.GET)).status).toBe(401);
  expect((await call(muted.PUT, { method: 'PUT', params: { category: 'x' } })).status).toBe(401);
  const cookie = await house.signedIn(await house.addPerson('Ana', 'member'));
  for (const category of ['Deploys', 'a b', '', 'x'.repeat(41)]) {
    expect((await call(muted.PUT, { method: 'PUT', cookie, params: { category } })).status).toBe(404);
  }
  const body = { method: 'PUT', cookie, params: { category: 'x' }, json: { muted: false } };
  expect((await call(muted.PUT, body)).status).toBe(400);
});
