import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIRequestContext } from '@playwright/test';
import { WebSocket } from 'ws';
import { samplesOf } from '../lib/process/metrics/testing/samples';
import type { BelfryProcess } from './belfry-process';
import { test as base, EMBEDDED, expect, post, SERVICE, signIn } from './fixtures';

const TOKEN = 'a-token-that-only-the-scraper-has';

/** A server of this test's own that may be scraped. */
const test = base.extend({ variables: { METRICS_TOKEN: TOKEN } });

async function scrape(belfry: Pick<BelfryProcess, 'url'>, request: APIRequestContext, path = '/api/metrics') {
  const answer = await request.get(belfry.url + path, {
    headers: { Authorization: `Bearer ${TOKEN}` },
  });
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  const samples = samplesOf(await answer.text());
  return (name: string) => samples.get(name);
}

/** A socket that listens to its person's channel, as a page does. */
async function listen(belfry: BelfryProcess, person: APIRequestContext): Promise<() => void> {
  const { pusherKey } = JSON.parse(readFileSync(join(belfry.dataDir, 'secrets.json'), 'utf8'));
  const socket = new WebSocket(`${belfry.url.replace('http', 'ws')}/app/${pusherKey}?protocol=7`);
  const events: string[] = [];
  let socketId = '';
  socket.on('message', (text) => {
    const { event, data } = JSON.parse(String(text));
    events.push(event);
    if (event === 'pusher:connection_established') socketId = JSON.parse(data).socket_id;
  });
  await expect.poll(() => socketId).not.toBe('');
  const { user } = await (await person.get('/api/auth/session')).json();
  const channel = `private-user-${user.id}`;
  const authorised = await person.post('/api/realtime/auth', {
    form: { socket_id: socketId, channel_name: channel },
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  const { auth } = await authorised.json();
  socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth } }));
  await expect.poll(() => events).toContain('pusher_internal:subscription_succeeded');
  return () => socket.close();
}

base('without a token in the settings there are no metrics', async ({ belfry, request }) => {
  const both: Record<string, string>[] = [{}, { Authorization: `Bearer ${TOKEN}` }];
  for (const headers of both) {
    expect((await request.get(`${belfry.url}/api/metrics`, { headers })).status()).toBe(404);
  }
});

test('metrics are for whoever holds their token, and for no session', async ({ belfry, browserOf }) => {
  const { request } = await browserOf();
  const refused = await request.get('/api/metrics');
  expect([refused.status(), refused.headers()['www-authenticate']]).toEqual([401, 'Bearer']);
  const wrong = await request.get('/api/metrics', { headers: { Authorization: `Bearer ${TOKEN}x` } });
  expect(wrong.status()).toBe(401);
  await signIn(request, 'admin');
  expect((await request.get('/api/metrics')).status()).toBe(401);
  await scrape(belfry, request);
});

test(
  'the metrics of both bundles and the embedded server move with what happens',
  EMBEDDED,
  async ({ belfry, browserOf }) => {
    const { request: admin } = await browserOf();
    await signIn(admin, 'admin');
    const before = await scrape(belfry, admin);
    const grown = async (name: string) => ((await scrape(belfry, admin))(name) ?? 0) - (before(name) ?? 0);

    expect(before('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(before('belfry_database_bytes{file="main"}')).toBeGreaterThan(10_000);
    expect(before('belfry_disk_free_bytes')).toBeGreaterThan(0);
    expect(before('belfry_breaker_open{of="store"}')).toBe(0);
    expect(before('pusher_connections')).toBe(0);
    expect(before('belfry_http_requests_total{route="metrics",status="200"}')).toBe(undefined);

    const leave = await listen(belfry, admin);
    expect(await grown('belfry_people_online')).toBe(1);
    expect(await grown('belfry_session_sockets')).toBe(1);
    expect(await grown('pusher_connections')).toBe(1);
    expect(await grown('pusher_subscriptions')).toBe(1);

    const recipients = ['admin@belfry.test', 'ana@belfry.test'];
    const made = await post(admin, '/api/notifications', { recipients, title: 'Measured' });
    expect(made.status()).toBe(201);
    const { ids } = await made.json();
    await post(admin, `/api/notifications/${ids[0].id}/reading`);
    await admin.get('/api/inbox/sync');
    await admin.get('/inbox');
    await admin.get('/api/made-up');

    expect(await grown('belfry_notifications_created_total')).toBe(2);
    expect(await grown('belfry_acts_total{act="read"}')).toBe(1);
    expect(await grown('belfry_syncs_total{answer="reset"}')).toBe(1);
    expect(await grown('belfry_http_requests_total{route="notifications",status="201"}')).toBe(1);
    expect(await grown('belfry_http_requests_total{route="page",status="200"}')).toBe(1);
    expect(await grown('belfry_http_requests_total{route="unknown",status="404"}')).toBe(1);
    expect(await grown('belfry_http_request_duration_seconds_count{route="inbox"}')).toBe(1);
    await expect.poll(() => grown('belfry_events_published_total{result="taken"}')).toBeGreaterThanOrEqual(2);
    expect(await grown('pusher_events_triggered_total')).toBeGreaterThanOrEqual(2);
    expect(await grown('belfry_events_published_total{result="failed"}')).toBe(0);
    await expect.poll(() => grown('belfry_relay_waiting')).toBe(0);

    leave();
    await expect.poll(() => grown('pusher_connections')).toBe(0);
    expect(await grown('pusher_connections_closed_total{code="1005"}')).toBe(1);
    expect(await grown('belfry_session_sockets')).toBe(0);
  },
);

test(
  'beside another service each tells its own: what was published here, what was triggered there',
  SERVICE,
  async ({ belfry, service, browserOf }) => {
    await service.stop();
    await service.start(['--metrics-token', TOKEN]);
    const { request: admin } = await browserOf();
    await signIn(admin, 'admin');
    const before = await scrape(belfry, admin);
    expect(before('pusher_connections')).toBe(undefined);
    expect(before('belfry_session_sockets')).toBe(undefined);
    expect(before('belfry_breaker_open{of="realtime_service"}')).toBe(0);

    const recipients = ['admin@belfry.test'];
    expect((await post(admin, '/api/notifications', { recipients, title: 'Measured' })).status()).toBe(201);
    const published = async () =>
      (await scrape(belfry, admin))('belfry_events_published_total{result="taken"}') ?? 0;
    await expect.poll(published).toBeGreaterThanOrEqual(1);
    const there = await scrape({ url: `http://127.0.0.1:${service.port}` }, admin, '/metrics');
    expect(there('pusher_events_triggered_total')).toBeGreaterThanOrEqual(1);
  },
);
