import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { openSqliteStore } from '@/db/sqlite/open-store';
import type { StoreListener } from '@/db/store';
import type { Config } from '@/lib/env';
import { metricsText } from '@/lib/pusher-server';
import { createBroadcastClock } from '@/lib/realtime/broadcast-clock';
import { countPublished, type PublishedCounts } from '@/lib/realtime/counted-publisher';
import { createEventStreams } from '@/lib/realtime/event-streams';
import { createFiguresFeed } from '@/lib/realtime/figures-feed';
import type { Publisher } from '@/lib/realtime/publisher';
import { createRelay, type Relay } from '@/lib/realtime/relay';
import { createSessionCheck } from '@/lib/realtime/session-check';
import { withStreams } from '@/lib/realtime/with-streams';
import { SYSTEM } from '@/lib/server/actor';
import { shownProgress } from '@/lib/server/broadcasts/follow/few-hidden';
import { setContext } from '@/lib/server/context';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '@/lib/server/demo/demo-accounts';
import { seedDemo } from '@/lib/server/demo/seed-demo';
import { inboxStream } from '@/lib/server/inbox-stream';
import { inboxSync } from '@/lib/server/inbox-sync';
import { createOperatorDoor } from '@/lib/server/operator/operator-door';
import { realtimeAuth } from '@/lib/server/realtime-auth';
import { SESSION_IDLE_MS } from '@/lib/server/sessions/session-viewer';
import { answerDirectly } from './answer-directly';
import { guardDataDir, keepDemoKey } from './demo-data';
import { endWhatIsOver } from './end-what-is-over';
import { createHttpServer } from './http-server';
import { lookAfterChanges } from './look-after-changes';
import { createMetrics } from './metrics/create-metrics';
import type { Measured } from './metrics/measure-now';
import { createNextApp } from './next-app';
import { openRealtime, type Realtime } from './realtime';
import { makeOperatorKey, removeServerFile, writeServerFile } from './server-file';
import { stopInOrder } from './stop-in-order';
import { createUpkeepClock } from './upkeep-clock';
import { watchRealtime } from './watch-realtime';

export type Belfry = Readonly<{
  /** Resolves once connections are taken. */
  listen(): Promise<AddressInfo>;
  stop(): Promise<void>;
  demo: Readonly<{ accounts: typeof DEMO_ACCOUNTS; password: string; apiKey: string | null }> | null;
  setupToken(): string | null;
}>;

/** A restart brings everybody back within a second or two; the default of 511 turns some of them away. */
const LISTEN_BACKLOG = 4096;
/**
 * And each of them asks the first two, in the same second (decisions 14 and 21); the third is an answer that goes on,
 * and its slow readers are ours to see to (decision 18). Development keeps its reloading.
 */
const DIRECT = {
  'POST /api/realtime/auth': realtimeAuth,
  'GET /api/inbox/sync': inboxSync,
  'GET /api/inbox/stream': inboxStream,
};

/** Puts the parts together: the store, the realtime service, what runs between them, the pages, the listener. */
export async function compose(given: {
  config: Config;
  logger: Logger;
  projectDir: string;
}): Promise<Belfry> {
  const { config, logger, projectDir } = given;
  const now = () => Date.now();
  guardDataDir(config.dataDir, config.demo);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });

  // The store speaks from its first commit, before there is anybody to tell; the relay's first sweep finds all of that.
  let tell: StoreListener = () => undefined;
  const databaseFile = join(config.dataDir, 'belfry.db');
  const opened = await openSqliteStore({
    file: databaseFile,
    migrationsFolder: join(projectDir, 'db', 'sqlite', 'migrations'),
    onMoved: (moved) => tell(moved),
    tell: ({ level, message, facts, error }) => logger[level]({ ...facts, err: error }, message),
  });
  const realtime = openRealtime({ config, logger, tip: (userId) => opened.tip(userId, now()) });
  // What nobody may read is not measured either.
  const metrics = config.metricsToken === null ? null : createMetrics();
  const store = metrics?.countStore(opened) ?? opened;
  const streams = createEventStreams({ source: opened, logger, now });
  const counted = countPublished(realtime.publisher, now);
  const publisher = withStreams(counted.publisher, streams.users);
  const figures = createFiguresFeed({ figures: shownProgress, publisher, logger, now });
  const relay = createRelay({
    source: store,
    publisher,
    logger,
    now,
    figuresMoved: figures.moved,
    streamUsers: streams.users,
  });
  const clock = createBroadcastClock({
    nextDue: () => store.nextDue(),
    releaseDue: (at) => store.releaseDue({ ...at, by: SYSTEM }),
    expireDue: (at) => store.expireDue({ ...at, by: SYSTEM }),
    moved: figures.moved,
    logger,
    now,
  });

  const check = createSessionCheck({
    registers: [streams.sessions, ...(realtime.sockets.sessions ? [realtime.sockets.sessions] : [])],
    standings(ids) {
      const at = now();
      return store.findStandings(ids, { now: at, idleAfter: at - SESSION_IDLE_MS });
    },
    logger,
  });
  const upkeep = createUpkeepClock({
    purge: (at) => store.purge(at),
    goOn: (at) => store.goOn(at),
    logger,
    now,
  });

  const watching = watchRealtime({
    server: realtime.server,
    published: counted.counts,
    relay: relay.health,
    now,
  });
  metrics?.measure(
    measured({
      realtime,
      published: counted.counts,
      relay,
      publisher,
      databaseFile,
      storeHealth: opened.health,
      now,
      eventStreams: streams.size,
    }),
  );

  const token = config.demo || (await store.hasUsers()) ? null : randomBytes(24).toString('base64url');
  const operatorKey = makeOperatorKey();
  setContext({
    config,
    store: lookAfterChanges(store, check, realtime.sockets),
    publisher,
    logger,
    now,
    sockets: {
      ...realtime.sockets,
      closeSession(sessionId, userId) {
        streams.closeSession(sessionId);
        realtime.sockets.closeSession(sessionId, userId);
      },
    },
    streams,
    watched: watching.watched,
    figuresMoved: figures.moved,
    scheduleMoved: clock.moved,
    setupToken: () => token,
    operator: createOperatorDoor(operatorKey),
    metrics,
  });
  const demo = config.demo
    ? { accounts: DEMO_ACCOUNTS, password: DEMO_PASSWORD, ...(await seedDemo()) }
    : null;

  const pages = await createNextApp({
    dir: projectDir,
    development: config.mode === 'development',
    hostname: config.host,
    port: config.port,
  });
  keepDemoKey(config.dataDir, demo?.apiKey ?? null);

  let stopping = false;
  const http = createHttpServer({
    realtime: realtime.server,
    pages: { ...pages, handle: config.mode === 'production' ? answerDirectly(pages, DIRECT) : pages.handle },
    development: config.mode === 'development',
    trustedProxies: config.trustedProxies,
    secure: config.publicUrl?.protocol === 'https:',
    connectTo: realtime.connectTo,
    isStopping: () => stopping,
    requestDone: metrics?.requestDone ?? (() => undefined),
    logger,
  });

  return {
    async listen() {
      tell = (moved) => {
        relay.moved(moved);
        streams.moved(moved.streams);
        figures.moved(moved.replayed);
      };
      await endWhatIsOver(store, now);
      relay.start();
      clock.start();
      check.start();
      upkeep.start();
      watching.start();
      http.listen({ port: config.port, host: config.host, backlog: LISTEN_BACKLOG });
      await once(http, 'listening');
      // A server on a port, never on a pipe: the address is an object.
      const address = http.address() as AddressInfo;
      writeServerFile(config.dataDir, { address, key: operatorKey });
      return address;
    },
    stop() {
      stopping = true;
      removeServerFile(config.dataDir);
      check.stop();
      watching.stop();
      return stopInOrder({
        http,
        streams,
        sockets: realtime.server,
        clock,
        upkeep,
        relay,
        figures,
        publisher,
        pages,
        store,
      });
    },
    demo,
    setupToken: () => token,
  };
}

function measured(parts: {
  realtime: Realtime;
  relay: Relay;
  published: () => PublishedCounts;
  publisher: Publisher;
  databaseFile: string;
  storeHealth: Measured['storeHealth'];
  now: () => number;
  eventStreams: () => number;
}): Measured {
  const { realtime, publisher, ...rest } = parts;
  const { server, sockets } = realtime;
  return {
    ...rest,
    embedded: sockets.count && {
      sessionSockets: sockets.count,
      peopleOnline: () => publisher.onlineUsers()?.length ?? 0,
    },
    embeddedText: () => (server ? metricsText(server.stats()) : ''),
  };
}
