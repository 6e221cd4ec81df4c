import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { createMeter } from '@/lib/realtime/meter';
import { realtimeFiguresSchema } from '@/lib/realtime/realtime-figures';
import type { WatchedServer } from '@/lib/realtime/watched-realtime';
import { getRealtimeFigures } from '@/lib/server/realtime/get-realtime-figures';
import { makeRoundTrip } from '@/lib/server/realtime/make-round-trip';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as figures from './realtime/figures/route';
import * as roundTrips from './realtime/round-trips/route';

let house: House;
let admin: Viewer;
let cookie: string;
beforeEach(async () => {
  house = await openHouse();
  admin = await house.addPerson('Admin', 'admin');
  cookie = await house.signedIn(admin);
});
afterEach(() => house.close());

const ask = () => call(figures.GET, { path: '/api/realtime/figures', cookie });
const make = (more = {}) => call(roundTrips.POST, { method: 'POST', cookie, json: {}, ...more });

/** An embedded server of which a test says what there is to see. */
function embedded(server: Partial<WatchedServer> = {}) {
  const counters = { messagesIn: 0, messagesOut: 0 };
  let ms = 0;
  const meter = createMeter({ read: () => ({ ...counters }), now: () => ms });
  house.watched.embedded = {
    meter,
    server: {
      stats: () => ({
        connections: 3,
        connectionsOpened: 9,
        subscriptions: 5,
        channels: 4,
        messagesIn: 0,
        messagesOut: 0,
        droppedSlow: 1,
        refusedUpgrades: { 403: 2, 429: 5 },
        refusedSubscriptions: { 401: 6 },
      }),
      recentCloses: () => [],
      busiestChannels: () => [],
      ...server,
    },
  };
  return (sent: number, received: number) => {
    counters.messagesOut += sent;
    counters.messagesIn += received;
    ms += 1_000;
    meter.sample();
  };
}

test('an administrator is told how the embedded server stands', async () => {
  const second = embedded();
  second(0, 0);
  second(12, 4);
  second(0, 1);
  const { status, body } = await ask();
  expect(status).toBe(200);
  expect(realtimeFiguresSchema.parse(body)).toEqual({
    asOf: house.clock.now,
    startedAt: house.clock.now,
    service: null,
    published: { published: 0, failed: 0, lastFailure: null },
    relay: { waiting: 0, service: 'up', store: 'up' },
    eventStreams: 0,
    embedded: {
      connections: 3,
      subscriptions: 5,
      channels: 4,
      connectionsOpened: 9,
      slowReadersCut: 1,
      upgradesRefused: 7,
      subscriptionsRefused: 6,
      messages: { lastSecond: 3, endedAt: house.clock.now, in: [4, 1], out: [12, 0] },
      busiest: [],
      closes: [],
    },
  });
});

test('a person’s channel carries their name, a stranger’s and any other channel only its own', async () => {
  const asked: number[] = [];
  embedded({
    busiestChannels(limit) {
      asked.push(limit);
      return [`private-user-${admin.id}`, 'private-user-nobody', 'private-broadcast-1'].map((name, i) => ({
        name,
        subscriptionCount: 3 - i,
        events: i,
      }));
    },
  });
  const { body } = await ask();
  expect(body.embedded.busiest).toEqual([
    { name: `private-user-${admin.id}`, whose: 'Admin', subscriptions: 3, events: 0 },
    { name: 'private-user-nobody', whose: null, subscriptions: 2, events: 1 },
    { name: 'private-broadcast-1', whose: null, subscriptions: 1, events: 2 },
  ]);
  expect(asked).toEqual([10]);
});

test('the last twenty closes are listed, without anybody’s address', async () => {
  embedded({
    recentCloses: () =>
      Array.from({ length: 100 }, (_, i) => ({
        atMs: 1_000 + i,
        code: 1001,
        reason: `r${i}`,
        by: 'client' as const,
        heldMs: i,
        subscriptions: 1,
        address: '192.0.2.7',
      })),
  });
  const { body } = await ask();
  expect(body.embedded.closes).toHaveLength(20);
  expect(body.embedded.closes[0]).toEqual({
    at: 1_000,
    code: 1001,
    reason: 'r0',
    by: 'client',
    heldMs: 0,
    subscriptions: 1,
  });
  expect(JSON.stringify(body)).not.toContain('192.0.2.7');
});

const service = { secure: true, host: null, port: null, cluster: null };
for (const [named, where] of [
  ['push.example.org', { ...service, host: 'push.example.org' }],
  ['push.example.org:6001', { ...service, host: 'push.example.org', port: 6001 }],
  ['cluster eu', { ...service, cluster: 'eu' }],
] as const) {
  test(`another service is named (${named}), and nothing is made up about its connections`, async () => {
    const { realtime } = house.context.config;
    await house.close();
    house = await openHouse({ realtime: { ...realtime, service: where } });
    cookie = await house.signedIn(await house.addPerson('Admin', 'admin'));
    house.watched.relay = () => ({ waiting: 12, service: 'down', store: 'up' });
    const lastFailure = { at: 5, reason: 'it answered 401' };
    house.watched.published = () => ({ published: 7, failed: 2, lastFailure });
    const { body } = await ask();
    expect(realtimeFiguresSchema.parse(body)).toMatchObject({
      service: named,
      published: { published: 7, failed: 2, lastFailure },
      relay: { waiting: 12, service: 'down' },
      embedded: null,
    });
    expect(JSON.stringify(body)).not.toContain(realtime.secret);
  });
}

test('the use cases themselves refuse whoever is no administrator, and publish nothing', async () => {
  for (const role of ['member', 'sender'] as const) {
    const person = await house.addPerson(role, role);
    await expect(getRealtimeFigures(person)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(makeRoundTrip(person)).rejects.toMatchObject({ code: 'forbidden' });
  }
  expect(house.published.events).toEqual([]);
  await expect(getRealtimeFigures(admin)).resolves.toMatchObject({ service: null });
  await makeRoundTrip(admin);
  expect(house.published.events).toHaveLength(1);
});

test('a round trip publishes one event on the administrator’s own channel and answers its nonce', async () => {
  const first = await make();
  const second = await make();
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(first.body.nonce).toMatch(/^[0-9a-f-]{36}$/);
  expect(second.body.nonce).not.toBe(first.body.nonce);
  expect(house.published.events).toEqual(
    [first, second].map(({ body }) => ({
      channel: `private-user-${admin.id}`,
      name: 'round-trip.made',
      data: { v: 1, nonce: body.nonce },
    })),
  );
});

test('nobody chooses the channel, and another site’s page makes none', async () => {
  expect((await make({ json: { channel: 'private-user-x' } })).status).toBe(400);
  expect((await make({ headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  expect(house.published.events).toEqual([]);
  expect((await make()).status).toBe(201);
});

test('a service that does not take the event is said, with its own reason or a plain one', async () => {
  house.published.refusal = new AppError('unavailable', 'The realtime service did not take it: 401.');
  expect((await make()).body).toMatchObject({
    status: 503,
    detail: 'The realtime service did not take it: 401.',
  });
  house.published.refusal = new Error('/internal/path broke');
  const { status, body } = await make();
  expect([status, body.detail]).toEqual([503, 'The realtime service did not take the event.']);
});

test('thirty a minute are one person’s share', async () => {
  for (let i = 0; i < 30; i++) expect((await make()).status).toBe(201);
  const refused = await make();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(house.published.events).toHaveLength(30);
  cookie = await house.signedIn(await house.addPerson('Other', 'admin'));
  expect((await make()).status).toBe(201);
});
