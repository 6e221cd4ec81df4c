import { randomUUID } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { openSqliteStore } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import type { Store, StoreListener } from '@/db/store';
import type { Role } from '@/lib/inbox/audience';
import { createEventStreams, type EventStreams } from '@/lib/realtime/event-streams';
import type { WatchedRealtime } from '@/lib/realtime/watched-realtime';
import { makeApiKeyToken } from '../api-keys/api-key-token';
import { type Context, setContext } from '../context';
import { createOperatorDoor } from '../operator/operator-door';
import { hashPassword } from '../sessions/password';
import { SESSION_ABSOLUTE_MS, type Viewer } from '../sessions/session-viewer';

export const TEST_SECRET = 'a-secret-of-the-tests-that-is-long-enough';
export const TEST_PASSWORD = 'correct horse battery';
export const TEST_OPERATOR_KEY = Buffer.alloc(32, 7);
/** As little work as scrypt takes: tests are about who gets in, not about how long it takes. */
const CHEAP = { N: 16, r: 1, p: 1 };

export type House = Readonly<{
  context: Context;
  store: Store;
  /** The time everybody goes by; tests move it. */
  clock: { now: number };
  /** Whom the publisher says to be online; null when it cannot know. */
  online: { users: readonly string[] | null };
  /** The event streams; they are told of what the store commits, and by sign-outs. */
  streams: EventStreams;
  /** The sockets that are open here; null when another service carries them. */
  sockets: { open: ReadonlySet<string> | null };
  /** What was published, in order; `refusal` is thrown instead when there is one. */
  published: { events: { channel: string; name: string; data: unknown }[]; refusal: unknown };
  /** How realtime stands, as far as a test says. */
  watched: { -readonly [Key in keyof WatchedRealtime]: WatchedRealtime[Key] };
  /** What was told to whom, in order. */
  told: string[];
  log: string[];
  /** The requests that were measured: route and status. */
  requests: string[];
  addPerson: (name: string, role: Role) => Promise<Viewer>;
  /** The cookie header of a new session of this person. */
  signedIn: (person: Viewer) => Promise<string>;
  addKey: (creator: Viewer) => Promise<{ id: string; token: string }>;
  close: () => Promise<void>;
}>;

/** A whole process but for the network: a real store (in memory, or on a file), a clock to move, a publisher that listens. */
export async function openHouse(
  config: Partial<Context['config']> = {},
  { file = ':memory:', onMoved }: { file?: string; onMoved?: StoreListener } = {},
): Promise<House> {
  const store = await openSqliteStore({
    file,
    migrationsFolder: TEST_MIGRATIONS,
    onMoved: (moved) => {
      streams.moved(moved.streams);
      onMoved?.(moved);
    },
  });
  const clock = { now: Date.parse('2030-05-15T10:00:00Z') };
  const online: House['online'] = { users: [] };
  const sockets: House['sockets'] = { open: new Set() };
  const published: House['published'] = { events: [], refusal: null };
  const watched: House['watched'] = {
    startedAt: clock.now,
    published: () => ({ published: 0, failed: 0, lastFailure: null }),
    relay: () => ({ waiting: 0, service: 'up', store: 'up' }),
    embedded: null,
  };
  const told: string[] = [];
  const log: string[] = [];
  const requests: string[] = [];
  const recorded = { published, watched, told, requests };
  const logger = pino({ level: 'debug' }, { write: (line) => void log.push(line) });
  const streams = createEventStreams({ source: store, logger, now: () => clock.now, random: () => 0 });
  const context = makeContext({ store, clock, online, sockets, streams, ...recorded, logger, config });
  setContext(context);
  return {
    context,
    store,
    clock,
    online,
    sockets,
    streams,
    published,
    watched,
    told,
    log,
    requests,
    addPerson: (name, role) => addPerson(store, clock, { name, role }),
    signedIn: (person) => signedIn(store, clock, person),
    addKey: (creator) => addKey(store, clock, creator),
    close: async () => {
      setContext(undefined);
      await streams.stop();
      await store.close();
    },
  };
}

type Parts = Pick<
  House,
  'store' | 'clock' | 'online' | 'sockets' | 'streams' | 'published' | 'watched' | 'told' | 'requests'
> &
  Pick<Context, 'logger'> & { config: Partial<Context['config']> };

function makeContext(parts: Parts): Context {
  const { store, clock, online, sockets, streams, published, watched, told, requests, logger, config } =
    parts;
  return {
    config: {
      port: 0,
      host: 'localhost',
      dataDir: ':memory:',
      mode: 'development',
      demo: false,
      publicUrl: null,
      authSecret: TEST_SECRET,
      logLevel: 'debug',
      realtime: { appId: 'app', key: 'key', secret: 'a-realtime-secret-of-tests', service: null },
      trustedProxies: 0,
      maxConnectionsPerAddress: 5_000,
      metricsToken: null,
      // At once and as often as they like: tests about the hold and the limits say so.
      sending: { holdSeconds: 0, limits: { perMinute: 0, perHour: 0 } },
      statsPrivacy: 'people',
      ...config,
    },
    store,
    publisher: {
      publish: async (event) => {
        if (published.refusal !== null) throw published.refusal;
        published.events.push(event);
      },
      publishBatch: async () => undefined,
      onlineUsers: () => online.users,
      mayHaveListeners: () => true,
      close: async () => undefined,
    },
    logger,
    now: () => clock.now,
    sockets: {
      isOpen: (socket) => sockets.open?.has(socket) ?? true,
      remember: (session, socket) => void told.push(`remember ${session} ${socket}`),
      grant: (socket, channel) => void told.push(`grant ${socket} ${channel}`),
      closeSession(session, user) {
        streams.closeSession(session);
        told.push(`close ${session} of ${user}`);
      },
    },
    streams,
    watched,
    figuresMoved: (ids) => void told.push(`figures ${ids.join(',')}`),
    scheduleMoved: () => void told.push('schedule'),
    setupToken: () => null,
    operator: createOperatorDoor(TEST_OPERATOR_KEY),
    metrics: {
      requestDone: ({ route, status }) => void requests.push(`${route} ${status}`),
      text: async () => 'belfry_tests 1\n',
    },
  };
}

async function addPerson(
  store: Store,
  clock: { now: number },
  person: { name: string; role: Role },
): Promise<Viewer> {
  const user = await store.createUser({
    id: uuidv7(),
    email: `${person.name.toLowerCase()}@belfry.test`,
    name: person.name,
    role: person.role,
    passwordHash: await hashPassword(TEST_PASSWORD, CHEAP),
    now: clock.now,
  });
  const { id, name, email, role, authVersion } = user;
  return { id, name, email, role, authVersion, sessionId: 'none' };
}

async function signedIn(store: Store, clock: { now: number }, person: Viewer): Promise<string> {
  const sid = randomUUID();
  const expiresAt = clock.now + SESSION_ABSOLUTE_MS;
  await store.createSession({ id: sid, userId: person.id, now: clock.now, expiresAt });
  return cookieOf({ sid, authVersion: (await store.findUser(person.id))?.authVersion ?? -1 });
}

/** A cookie header with a genuine token of these claims. */
export async function cookieOf(claims: Record<string, unknown>, secret = TEST_SECRET): Promise<string> {
  return `next-auth.session-token=${await encode({ token: claims, secret })}`;
}

async function addKey(store: Store, clock: { now: number }, creator: Viewer) {
  const { id, token, hash } = makeApiKeyToken();
  const scopes = ['notify:send'] as const;
  await store.createApiKey({ id, name: 'Tests', hash, scopes, createdBy: creator.id, now: clock.now });
  return { id, token };
}
