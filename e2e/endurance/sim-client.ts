import Pusher from 'pusher-js';
import { createAuthorizer } from '@/lib/client/channel-authorizer';
import { browserClock } from '@/lib/client/clock';
import { createConnection } from '@/lib/client/connection';
import type { InboxSnapshot, InboxStore } from '@/lib/client/inbox';
import { createInboxStore } from '@/lib/client/inbox-store';
import type { Connect } from '@/lib/client/link';
import type { PageSignals } from '@/lib/client/page-signals';
import { pusherOptions } from '@/lib/client/pusher-options';
import { createRequest, type Request } from '@/lib/client/request';
import type { Socket } from '@/lib/client/socket';
import { syncAnswerSchema } from '@/lib/realtime/channels';
import type { House, Person } from './house';
import { nodeStream } from './node-stream';
import { REALTIME } from './server';

/** The product's own client, as a page puts it together, on a line of its own and without a page. */
export type SimClient = Readonly<{
  person: Person;
  store: InboxStore;
  shown(): InboxSnapshot;
  request: Request;
  /** When each of its sockets was established (`performance.now`). */
  connectedAt: readonly number[];
  stop(): void;
}>;

/** A tab that is looked at all the time. */
const SHOWN: PageSignals = { visible: () => true, online: () => true, listen: () => () => undefined };

/** What stands between a client and the server. */
export type Way = Readonly<{
  /** Ports of HTTP and of the WebSocket: the server's, or those of proxies before it. */
  http: number;
  socket: number;
  random: () => number;
  /** Wraps the connection, to lose, double and delay events. */
  wrap?: (connect: Connect) => Connect;
}>;

/** Resolves when it holds its first page and has begun to connect. */
export async function simClient(person: Person, way: Way): Promise<SimClient> {
  const base = `http://127.0.0.1:${way.http}`;
  const fetchPath = (path: string, init: RequestInit) =>
    fetch(base + path, { ...init, headers: { ...init.headers, cookie: person.cookie, origin: base } });
  const request = createRequest({ fetch: fetchPath });
  const connectedAt: number[] = [];
  const opened: { close(): void }[] = [];
  const page = { protocol: 'http:', hostname: '127.0.0.1', port: String(way.socket) };
  const connect: Connect = (settings) => {
    const connection = createConnection({
      open: async (authorize): Promise<Socket> => {
        const pusher = new Pusher(settings.key, pusherOptions(settings, page, authorize));
        pusher.connection.bind('connected', () => connectedAt.push(performance.now()));
        return pusher;
      },
      authorize: createAuthorizer(request),
      clock: browserClock,
      random: way.random,
    });
    opened.push(connection);
    return connection;
  };

  const first = await request('/api/inbox/sync', { schema: syncAnswerSchema });
  if (!first.ok || !('reset' in first.value))
    throw new Error(`No first page: ${JSON.stringify(first).slice(0, 300)}`);
  const { cursor, counts, items, next } = first.value;
  const realtime = {
    key: REALTIME.key,
    embedded: true,
    host: null,
    port: null,
    cluster: null,
    secure: null,
  };
  const store = createInboxStore(
    { viewerId: person.id, realtime, inbox: { cursor, counts, items, next } },
    {
      request,
      connect: way.wrap?.(connect) ?? connect,
      openStream: nodeStream(fetchPath),
      clock: browserClock,
      random: way.random,
      signals: SHOWN,
    },
  );
  const stop = store.start();
  return {
    person,
    store,
    shown: store.getSnapshot,
    request,
    connectedAt,
    stop() {
      stop();
      for (const connection of opened) connection.close();
    },
  };
}

/** So many clients of a house, in order; a few of them begin at a time. */
export async function crowdOf(
  house: House,
  options: { clients: number; way: (number: number) => Way; atOnce?: number },
): Promise<readonly SimClient[]> {
  const { clients, way, atOnce = 20 } = options;
  const crowd: SimClient[] = [];
  for (let start = 0; start < clients; start += atOnce) {
    const batch = house.people.slice(0, clients).slice(start, start + atOnce);
    crowd.push(...(await Promise.all(batch.map((person, at) => simClient(person, way(start + at))))));
  }
  return crowd;
}
