import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { StoreHealth } from '@/db/store-health';
import type { PublishedCounts } from '@/lib/realtime/counted-publisher';
import type { Relay } from '@/lib/realtime/relay';

/** What is looked at when somebody asks, and only then. None of it touches the database. */
export type Measured = Readonly<{
  relay: Pick<Relay, 'health' | 'oldestSince'>;
  published: () => PublishedCounts;
  now: () => number;
  /** The database's file; its log stands beside it. */
  databaseFile: string;
  storeHealth: () => StoreHealth;
  /** What only the embedded realtime server knows; null with another service, where nothing is told rather than zero. */
  embedded: Readonly<{ sessionSockets(): number; peopleOnline(): number }> | null;
  /** Inboxes that are open as Server-Sent Events. */
  eventStreams(): number;
  /** The embedded server's own metrics, or nothing. */
  embeddedText(): string;
}>;

/** Gauges of what is now. */
export function measureNow(parts: Measured, registry: Registry): void {
  measureRelay(parts, registry);
  measurePublished(parts.published, registry);
  measureFiles(parts.databaseFile, registry);
  measureStreams(parts.eventStreams, registry);
  measureStore(parts.storeHealth, registry);
  if (parts.embedded) measureEmbedded(parts.embedded, registry);
}

function measureRelay({ relay, now }: Pick<Measured, 'relay' | 'now'>, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: 'belfry_relay_waiting',
    help: 'Inboxes with an event that is not published yet, as far as memory knows of them.',
    registers,
    collect() {
      this.set(relay.health().waiting);
    },
  });
  new Gauge({
    name: 'belfry_relay_oldest_seconds',
    help: 'How long the oldest of them has been known; 0 when there is none.',
    registers,
    collect() {
      const since = relay.oldestSince();
      // A clock that was put back must not make an age of less than nothing.
      this.set(since === null ? 0 : Math.max(0, now() - since) / 1_000);
    },
  });
  new Gauge({
    name: 'belfry_breaker_open',
    help: '1 while this does not answer and is tried at growing intervals.',
    labelNames: ['of'],
    registers,
    collect() {
      const { store, service } = relay.health();
      this.set({ of: 'store' }, Number(store === 'down'));
      this.set({ of: 'realtime_service' }, Number(service === 'down'));
    },
  });
}

function measurePublished(published: Measured['published'], registry: Registry): void {
  new Counter({
    name: 'belfry_events_published_total',
    help: 'Events handed to the realtime service; what it did not take is tried again and counted again.',
    labelNames: ['result'],
    registers: [registry],
    collect() {
      const { published: taken, failed } = published();
      this.reset();
      this.inc({ result: 'taken' }, taken);
      this.inc({ result: 'failed' }, failed);
    },
  });
}

function measureFiles(databaseFile: string, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: 'belfry_database_bytes',
    help: 'Size of the database and of its write-ahead log.',
    labelNames: ['file'],
    registers,
    async collect() {
      this.set({ file: 'main' }, await sizeOf(databaseFile));
      this.set({ file: 'wal' }, await sizeOf(`${databaseFile}-wal`));
    },
  });
  new Gauge({
    name: 'belfry_disk_free_bytes',
    help: 'What this process may still write where the database is.',
    registers,
    async collect() {
      const { bavail, bsize } = await statfs(dirname(databaseFile));
      this.set(bavail * bsize);
    },
  });
}

function measureStreams(eventStreams: Measured['eventStreams'], registry: Registry): void {
  new Gauge({
    name: 'belfry_event_streams',
    help: 'Inboxes that are open as Server-Sent Events.',
    registers: [registry],
    collect() {
      this.set(eventStreams());
    },
  });
}

function measureStore(storeHealth: Measured['storeHealth'], registry: Registry): void {
  new Gauge({
    name: 'belfry_store_trouble',
    help: '1 while the disk is full, another process holds the write lock, or the log is longer than 32 MB.',
    labelNames: ['of'],
    registers: [registry],
    collect() {
      const { disk, writeLock, log } = storeHealth();
      this.set({ of: 'disk' }, Number(disk !== 'ok'));
      this.set({ of: 'write_lock' }, Number(writeLock !== 'ok'));
      this.set({ of: 'log' }, Number(log.size !== 'ok'));
    },
  });
}

function measureEmbedded(embedded: NonNullable<Measured['embedded']>, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: 'belfry_session_sockets',
    help: 'Open sockets that belong to a session, and end with it.',
    registers,
    collect() {
      this.set(embedded.sessionSockets());
    },
  });
  new Gauge({
    name: 'belfry_people_online',
    help: 'People with at least one window that listens.',
    registers,
    collect() {
      this.set(embedded.peopleOnline());
    },
  });
}

/** SQLite removes the log when the last connection closes, and makes it anew. */
async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}
