import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEvents } from '@/lib/realtime/testing/event-reader';
import { readSessionToken } from '@/lib/server/sessions/session-token';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Call, call, toRequest } from '@/lib/server/testing/call';
import { cookieOf, type House, openHouse, TEST_SECRET } from '@/lib/server/testing/test-house';
import * as stream from './inbox/stream/route';

let house: House;
let ana: Viewer;
let asAna: string;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
  asAna = await house.signedIn(ana);
});
afterEach(() => house.close());

const PATH = '/api/inbox/stream';

/** A stream that is read from now on; fails when the answer is a refusal. */
async function open(query = '', more: Call = {}) {
  const request = toRequest({ path: `${PATH}${query}`, cookie: asAna, ...more });
  const response = await stream.GET(request, { params: Promise.resolve({}) });
  if (response.status !== 200 || response.body === null) throw new Error(`refused: ${response.status}`);
  return { ...readEvents(response.body), headers: response.headers };
}

const ask = (query = '', more: Call = {}) =>
  call(stream.GET, { path: `${PATH}${query}`, cookie: asAna, ...more });

async function sessionOf(cookie: string): Promise<string> {
  const token = cookie.slice(cookie.indexOf('=') + 1);
  return (await readSessionToken(token, TEST_SECRET))?.sid ?? '';
}

let made = 0;
async function notify(titles: readonly string[], to = ana) {
  for (const title of titles) {
    made += 1;
    await house.store.append({
      recipients: [{ userId: to.id, id: `n${made}` }],
      content: { title, body: null, url: null, category: 'general', severity: 'info' },
      now: house.clock.now,
    });
  }
}

test('who holds nothing is given everything, is told that it is all, and then hears of each change', async () => {
  await notify(['before']);
  const { until, headers } = await open();
  expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(headers.get('cache-control')).toBe('no-store, no-transform');
  expect(headers.get('x-accel-buffering')).toBe('no');
  const { epoch } = house.store;
  expect((await until(3)).slice(0, 3)).toMatchObject([
    { retry: '3000' },
    { name: 'inbox.reset', id: `${epoch}.1`, data: { reset: true, items: [{ title: 'before' }] } },
    { name: 'inbox.tip', data: { epoch, seq: 1 } },
  ]);
  await notify(['after']);
  expect((await until(4))[3]).toEqual({
    name: 'inbox.changed',
    id: `${epoch}.2`,
    data: {
      v: 1,
      epoch,
      from: 1,
      seq: 2,
      counts: { unread: 2, unseen: 2 },
      changes: [{ seq: 2, item: expect.objectContaining({ title: 'after' }) }],
    },
  });
});

test('a cursor is gone on from; the header of a browser that comes back wins over it', async () => {
  await notify(['one', 'two', 'three']);
  const { epoch } = house.store;
  const byCursor = await open(`?cursor=${epoch}.2&viewer=${ana.id}`);
  expect((await byCursor.until(3)).slice(1)).toMatchObject([
    { name: 'inbox.changed', id: `${epoch}.3`, data: { from: 2, changes: [{ item: { title: 'three' } }] } },
    { name: 'inbox.tip' },
  ]);
  const byHeader = await open(`?cursor=${epoch}.2`, { headers: { 'last-event-id': `${epoch}.1` } });
  expect((await byHeader.until(2))[1]).toMatchObject({ data: { from: 1, seq: 3 } });
  const level = await open(`?cursor=${epoch}.3`);
  expect((await level.until(2)).slice(1)).toEqual([{ name: 'inbox.tip', data: { epoch, seq: 3 } }]);
});

test('what is not known to be continuous begins with a reset: another history, one’s own future, nonsense', async () => {
  await notify(['one']);
  for (const id of ['zzz.1', `${house.store.epoch}.7`, 'nonsense', '*']) {
    const { until } = await open('', { headers: { 'last-event-id': id } });
    expect((await until(2))[1]?.name, id).toBe('inbox.reset');
  }
});

test('only the viewer’s own inbox is told of', async () => {
  const ben = await house.addPerson('Ben', 'member');
  const { until } = await open();
  await notify(['for Ben'], ben);
  await notify(['for Ana']);
  const events = await until(4);
  expect(events[3]).toMatchObject({ data: { changes: [{ item: { title: 'for Ana' } }] } });
  expect(JSON.stringify(events)).not.toContain('for Ben');
});

test('a stranger, a key, another person’s name and a query that is none are refused as everywhere', async () => {
  const { token } = await house.addKey(ana);
  expect((await ask('', { cookie: undefined })).status).toBe(401);
  expect((await ask('', { cookie: await cookieOf({ sid: 'gone', authVersion: 1 }) })).status).toBe(401);
  const byKey = await ask('', { cookie: undefined, key: token });
  expect([byKey.status, byKey.body.detail]).toEqual([403, 'An API key cannot do this.']);
  const other = await ask('?viewer=somebody-else');
  expect([other.status, other.body.detail]).toEqual([401, 'Somebody else is signed in here now.']);
  for (const [query, path] of [
    ['?cursor=nonsense', 'cursor'],
    ['?page=a b', 'page'],
    ['?filter=unread', 'filter'],
  ] as const) {
    const { status, body } = await ask(query);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  }
  expect((await call(stream.POST, { method: 'POST', cookie: asAna })).headers.get('allow')).toBe('GET');
  expect(house.streams.size()).toBe(0);
});

test('HEAD is answered and opens nothing', async () => {
  const { status, headers } = await ask('', { method: 'HEAD' });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  expect(house.streams.size()).toBe(0);
});

test('the eleventh stream of a person is refused until one of the ten has gone, and nobody else minds', async () => {
  const ten = await Promise.all(Array.from({ length: 10 }, () => open()));
  const eleventh = await ask();
  expect([eleventh.status, eleventh.headers.get('retry-after')]).toEqual([429, '15']);
  const asBen = await house.signedIn(await house.addPerson('Ben', 'member'));
  await open('', { cookie: asBen });
  await ten[0]?.leave();
  await open();
  expect(house.streams.size()).toBe(11);
});

test('a page that comes back takes the place of its own earlier stream, and of no other', async () => {
  const lost = await open('?page=p1');
  const other = await open('?page=p2');
  const back = await open('?page=p1');
  expect(await lost.over).toBe('ended');
  await notify(['news']);
  for (const { until } of [other, back]) expect((await until(4))[3]?.name).toBe('inbox.changed');
  expect(house.streams.size()).toBe(2);
});

test('signing out ends the session’s streams with that word, and no others', async () => {
  const other = await open('', { cookie: await house.signedIn(ana) });
  const own = await open();
  house.context.sockets.closeSession(await sessionOf(asAna), ana.id);
  expect(await own.over).toBe('ended');
  expect(own.events.at(-1)).toEqual({ name: 'session.ended', data: {} });
  await notify(['still here']);
  expect((await other.until(4))[3]?.name).toBe('inbox.changed');
  expect(house.streams.size()).toBe(1);
});

test('a session that ends while its stream is being opened has none', async () => {
  house.context.sockets.closeSession(await sessionOf(asAna), ana.id);
  // Its row is untouched: as if the request had read it just before it was revoked.
  const late = await open();
  expect(await late.over).toBe('ended');
  expect(late.events).toEqual([{ retry: '3000' }, { name: 'session.ended', data: {} }]);
  expect(house.streams.size()).toBe(0);
});
