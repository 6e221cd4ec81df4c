import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { StoreHealth } from '@/db/store-health';
import type { RelayHealth } from '@/lib/realtime/relay';
import { createMetrics } from './create-metrics';
import type { Measured } from './measure-now';
import { samplesOf } from './testing/samples';

const WELL: StoreHealth = { disk: 'ok', writeLock: 'ok', log: { bytes: 0, size: 'ok' } };
const QUIET = { waiting: 0, service: 'up', store: 'up' } as const;

/** A database of eleven bytes in a folder of its own. */
function databaseFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-metrics-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'belfry.db'), 'x'.repeat(11));
  return join(folder, 'belfry.db');
}

function measuring(parts: Partial<Measured> = {}) {
  const metrics = createMetrics();
  const file = databaseFile();
  metrics.measure({
    relay: { health: () => QUIET, oldestSince: () => null },
    published: () => ({ published: 0, failed: 0, lastFailure: null }),
    now: () => 0,
    databaseFile: file,
    storeHealth: () => WELL,
    embedded: null,
    eventStreams: () => 0,
    embeddedText: () => '',
    ...parts,
  });
  return { metrics, file, read: async () => samplesOf(await metrics.text()) };
}

test('requests are counted by route and status, and their time is measured in buckets of seconds', async () => {
  const { metrics, read } = measuring();
  metrics.requestDone({ route: 'inbox', status: 200, seconds: 0.02 });
  metrics.requestDone({ route: 'inbox', status: 200, seconds: 3 });
  metrics.requestDone({ route: 'inbox', status: 404, seconds: 0.02 });
  const told = await read();
  expect(told.get('belfry_http_requests_total{route="inbox",status="200"}')).toBe(2);
  expect(told.get('belfry_http_requests_total{route="inbox",status="404"}')).toBe(1);
  expect(told.get('belfry_http_request_duration_seconds_bucket{le="0.025",route="inbox"}')).toBe(2);
  expect(told.get('belfry_http_request_duration_seconds_bucket{le="2.5",route="inbox"}')).toBe(2);
  expect(told.get('belfry_http_request_duration_seconds_bucket{le="10",route="inbox"}')).toBe(3);
  expect(told.get('belfry_http_request_duration_seconds_count{route="inbox"}')).toBe(3);
});

test('the relay is told as it is at the moment of asking', async () => {
  let health: RelayHealth = QUIET;
  let since: number | null = null;
  const relay = { health: () => health, oldestSince: () => since };
  const { read } = measuring({ relay, now: () => 5_500 });
  const before = await read();
  expect(before.get('belfry_relay_waiting')).toBe(0);
  expect(before.get('belfry_relay_oldest_seconds')).toBe(0);
  health = { waiting: 7, service: 'down', store: 'up' };
  since = 3_000;
  const told = await read();
  expect(told.get('belfry_relay_waiting')).toBe(7);
  expect(told.get('belfry_relay_oldest_seconds')).toBe(2.5);
  expect(told.get('belfry_breaker_open{of="realtime_service"}')).toBe(1);
  expect(told.get('belfry_breaker_open{of="store"}')).toBe(0);
  since = 9_000;
  expect((await read()).get('belfry_relay_oldest_seconds'), 'the clock was put back').toBe(0);
});

test('events are told as they were counted, however often somebody asks', async () => {
  const { read } = measuring({ published: () => ({ published: 5, failed: 2, lastFailure: null }) });
  for (let again = 0; again < 3; again++) {
    const told = await read();
    expect(told.get('belfry_events_published_total{result="taken"}')).toBe(5);
    expect(told.get('belfry_events_published_total{result="failed"}')).toBe(2);
  }
});

test('open event streams are told as they are at the moment of asking', async () => {
  let open = 0;
  const { read } = measuring({ eventStreams: () => open });
  expect((await read()).get('belfry_event_streams')).toBe(0);
  open = 3;
  expect((await read()).get('belfry_event_streams')).toBe(3);
});

test('the database is measured on the disk, with a log or without', async () => {
  const { read, file } = measuring();
  const before = await read();
  expect(before.get('belfry_database_bytes{file="main"}')).toBe(11);
  expect(before.get('belfry_database_bytes{file="wal"}')).toBe(0);
  expect(before.get('belfry_disk_free_bytes')).toBeGreaterThan(0);
  writeFileSync(`${file}-wal`, 'x'.repeat(7));
  expect((await read()).get('belfry_database_bytes{file="wal"}')).toBe(7);
});

test('each trouble of the store is told while it lasts', async () => {
  let health: StoreHealth = WELL;
  const { read } = measuring({ storeHealth: () => health });
  const troubles = async () => {
    const told = await read();
    return ['disk', 'write_lock', 'log'].filter((of) => told.get(`belfry_store_trouble{of="${of}"}`) === 1);
  };
  expect(await troubles()).toEqual([]);
  health = { ...WELL, disk: 'full' };
  expect(await troubles()).toEqual(['disk']);
  health = { ...WELL, writeLock: 'taken', log: { bytes: 40_000_000, size: 'large' } };
  expect(await troubles()).toEqual(['write_lock', 'log']);
});

test('what only the embedded server knows is told by it, and with another service not at all', async () => {
  const embedded = { sessionSockets: () => 4, peopleOnline: () => 3 };
  const here = await measuring({ embedded, embeddedText: () => 'pusher_connections 5\n' }).read();
  expect(here.get('belfry_session_sockets')).toBe(4);
  expect(here.get('belfry_people_online')).toBe(3);
  expect(here.get('pusher_connections')).toBe(5);
  const elsewhere = await measuring().read();
  for (const name of ['belfry_session_sockets', 'belfry_people_online', 'pusher_connections']) {
    expect(elsewhere.has(name), name).toBe(false);
  }
});

test('the process tells of itself: its event loop, memory and garbage collection', async () => {
  const told = await measuring().read();
  for (const name of [
    'process_resident_memory_bytes',
    'nodejs_heap_size_used_bytes',
    'nodejs_eventloop_lag_p99_seconds',
  ]) {
    expect(told.get(name), name).toBeGreaterThan(0);
  }
});

test('two processes’ worth of metrics know nothing of each other', async () => {
  const one = measuring();
  const other = measuring();
  one.metrics.requestDone({ route: 'inbox', status: 200, seconds: 0 });
  expect([...(await other.read()).keys()].filter((name) => name.includes('inbox'))).toEqual([]);
});
