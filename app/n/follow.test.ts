import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { setContext } from '@/lib/server/context';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Call, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as address from './[id]/route';

let house: House;
let ana: Viewer;
let admin: Viewer;
let asAna: string;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
  admin = await house.addPerson('Admin', 'admin');
  asAna = await house.signedIn(ana);
});
afterEach(() => house.close());

/** Everything a browser says of a click on a link of this site. */
const CLICK = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-user': '?1' };

/** The id of Ana's row of a broadcast with this address. */
async function sent(url: string | null): Promise<string> {
  const { store, clock } = house;
  const content = { title: 'Report', body: null, url, category: 'general', severity: 'info' } as const;
  const audience = { kind: 'everyone' } as const;
  await store.createBroadcast({ id: 'b', createdBy: admin.id, content, audience, now: clock.now });
  await store.sendBroadcast('b', { version: 1, count: 2, dueAt: null, as: null, now: clock.now });
  const { items } = await store.feed(ana.id, { filter: 'inbox', before: null, limit: 1, now: clock.now });
  return items[0]?.id ?? '';
}

const follow = (id: string, more: Call = {}) =>
  call(address.GET, {
    path: `/n/${id}`,
    params: { id },
    cookie: asAna,
    ...more,
    headers: { ...CLICK, ...more.headers },
  });
const clicked = async () => (await house.store.figures('b'))?.clicked;

test('a click leads to the stored address, is noted once, and its figures are told', async () => {
  const id = await sent('/reports/7?tab=2#end');
  const { status, headers, body } = await follow(id);
  expect([status, headers.get('location'), body]).toEqual([303, '/reports/7?tab=2#end', null]);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(house.told).toContain('figures b');
  expect(await house.store.figures('b')).toMatchObject({ seen: 1, read: 1, clicked: 1 });
  expect((await follow(id)).headers.get('location')).toBe('/reports/7?tab=2#end');
  expect(await clicked()).toBe(1);
});

test('an address on another site is followed too, and nothing of the request has a part in it', async () => {
  const id = await sent('https://status.example.org/7');
  const path = `/n/${id}?to=https://evil.example&callbackUrl=//evil.example`;
  expect((await follow(id, { path })).headers.get('location')).toBe('https://status.example.org/7');
});

test('what must not be followed leads to the inbox, whatever was stored; so does a row without a link', async () => {
  const { store, clock } = house;
  for (const url of [
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    '//evil.example',
    '/\\evil.example',
    null,
  ]) {
    const id = `n${clock.now++}`;
    const content = { title: 'x', body: null, url, category: 'general', severity: 'info' } as const;
    await store.append({ recipients: [{ userId: ana.id, id }], content, now: clock.now });
    expect((await follow(id)).headers.get('location')).toBe('/inbox');
  }
});

test('whoever is signed out signs in first and comes back; nothing is noted', async () => {
  const id = await sent('/reports/7');
  const { status, headers } = await follow(id, { cookie: '' });
  expect([status, headers.get('location')]).toEqual([
    303,
    `/sign-in?callbackUrl=${encodeURIComponent(`/n/${id}`)}`,
  ]);
  expect(await clicked()).toBe(0);
});

test('a stranger’s, an unknown and an impossible one lead to the page that says there is nothing', async () => {
  const id = await sent('/reports/7');
  const asBen = await house.signedIn(await house.addPerson('Ben', 'member'));
  expect((await follow(id, { cookie: asBen })).headers.get('location')).toBe(`/n/${id}/gone`);
  expect((await follow('unknown')).headers.get('location')).toBe('/n/unknown/gone');
  expect((await follow('//evil.example')).headers.get('location')).toBe('/n/-/gone');
  expect(await clicked()).toBe(0);
});

test('one that was taken back leads to the page that says so', async () => {
  const id = await sent('/reports/7');
  await house.store.recallBroadcast('b', { now: house.clock.now });
  expect((await follow(id)).headers.get('location')).toBe(`/n/${id}/gone`);
});

test('one that is taken back while the click is noted leads there too', async () => {
  const id = await sent('/reports/7');
  const { store, clock } = house;
  const click: typeof store.click = async (...asked) => {
    await store.recallBroadcast('b', { now: clock.now });
    return store.click(...asked);
  };
  setContext({ ...house.context, store: { ...store, click } });
  const { status, headers } = await follow(id);
  expect([status, headers.get('location')]).toEqual([303, `/n/${id}/gone`]);
  expect(await clicked()).toBe(0);
});

const AHEAD: readonly Record<string, string>[] = [
  { 'sec-purpose': 'prefetch' },
  { 'sec-purpose': 'prefetch;prerender' },
  { 'sec-purpose': 'prefetch;anonymous-client-ip' },
  { purpose: 'prefetch' },
  { 'x-purpose': 'preview' },
  { 'x-moz': 'prefetch' },
  { 'next-router-prefetch': '1' },
];
for (const headers of AHEAD) {
  test(`what is loaded ahead (${JSON.stringify(headers)}) is refused, so that the click itself comes later`, async () => {
    const id = await sent('/reports/7');
    expect(await follow(id, { headers })).toMatchObject({ status: 403 });
    expect(await clicked()).toBe(0);
    expect((await follow(id)).status).toBe(303);
    expect(await clicked()).toBe(1);
  });
}

const NO_CLICKS: readonly (readonly [string, Call])[] = [
  ['a look at the headers', { method: 'HEAD' }],
  ['a picture', { headers: { 'sec-fetch-dest': 'image' } }],
  ['a frame', { headers: { 'sec-fetch-dest': 'iframe' } }],
  ['a script’s question', { headers: { 'sec-fetch-dest': 'empty' } }],
  ['Next’s question for a part of a page', { headers: { rsc: '1' } }],
  [
    'what another site opens by itself',
    { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-user': null } },
  ],
  [
    'what a site beside this one opens',
    { headers: { 'sec-fetch-site': 'same-site', 'sec-fetch-user': null } },
  ],
];
for (const [what, asked] of NO_CLICKS) {
  test(`${what} is led on and noted nowhere`, async () => {
    const id = await sent('/reports/7');
    const { status, headers } = await follow(id, asked);
    expect([status, headers.get('location')]).toEqual([303, '/reports/7']);
    expect(await clicked()).toBe(0);
  });
}

const CLICKS: readonly (readonly [string, Record<string, string | null>])[] = [
  ['on another site’s page', { 'sec-fetch-site': 'cross-site' }],
  ['in a mail program', { 'sec-fetch-site': 'none' }],
  ['by a page of ours', { 'sec-fetch-user': null }],
  [
    'over plain http, where nothing is said',
    { 'sec-fetch-site': null, 'sec-fetch-dest': null, 'sec-fetch-user': null },
  ],
];
for (const [where, headers] of CLICKS) {
  test(`a click ${where} counts`, async () => {
    const id = await sent('/reports/7');
    expect((await follow(id, { headers })).status).toBe(303);
    expect(await clicked()).toBe(1);
  });
}

test('a click leads on while nothing can be written', async () => {
  const id = await sent('/reports/7');
  const click = async () => {
    throw new AppError('storage_full', 'The disk is full.');
  };
  setContext({ ...house.context, store: { ...house.store, click } });
  expect((await follow(id)).headers.get('location')).toBe('/reports/7');
  expect(house.log.some((line) => line.includes('a click was not noted'))).toBe(true);
});

test('a key opens nothing here, and only GET is served', async () => {
  const id = await sent('/reports/7');
  const { token } = await house.addKey(admin);
  expect((await follow(id, { key: token })).status).toBe(403);
  expect((await call(address.POST, { method: 'POST', params: { id }, cookie: asAna, json: {} })).status).toBe(
    405,
  );
  expect(await clicked()).toBe(0);
});
