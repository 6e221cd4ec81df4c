import { createHmac } from 'node:crypto';
import { APP } from './app';
import { nowMs } from './clock';
import { LoadClient } from './load-client';

/** Many clients of one server, counted together. */
export class Crowd {
  readonly clients: readonly LoadClient[];
  /** Messages of all of them. */
  received = 0;
  #expected = Number.POSITIVE_INFINITY;
  #reached: (atMs: number) => void = () => undefined;

  constructor(clients: readonly LoadClient[]) {
    this.clients = clients;
    const onReceived = (): void => {
      if (++this.received === this.#expected) this.#reached(nowMs());
    };
    for (const client of clients) {
      client.count();
      client.onReceived = onReceived;
    }
  }

  /** Clients of the raw baseline, which greets nobody. */
  static async ofRaw(port: number, count: number): Promise<Crowd> {
    return new Crowd(await many(count, () => opened(port, '/')));
  }

  /** Clients of the Pusher server, subscribed, each to the channel that `channelOf` names for its place. */
  static async subscribed(port: number, count: number, channelOf: (place: number) => string): Promise<Crowd> {
    const join = async (place: number) => {
      const client = await connected(port);
      await subscribe(client, channelOf(place));
      return client;
    };
    return new Crowd(await many(count, join));
  }

  /** The moment in which `more` further messages have arrived; rejects after a minute. */
  next(more: number): Promise<number> {
    return this.reach(this.received + more);
  }

  /** The moment in which so many messages have arrived in all. One at a time may wait. */
  async reach(received: number): Promise<number> {
    if (this.received >= received) return nowMs();
    this.#expected = received;
    return await new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`${this.#expected - this.received} messages did not arrive`));
      }, PATIENCE_MS);
      this.#reached = (atMs) => {
        clearTimeout(late);
        resolve(atMs);
      };
    });
  }

  /** Fails unless every client has received exactly so many, and none was closed. */
  assertEach(received: number): void {
    const wrong = this.clients.filter((client) => client.received !== received || client.closedWith !== null);
    if (wrong.length > 0) throw new Error(`${wrong.length} clients have not exactly ${received} messages`);
  }

  end(): void {
    for (const client of this.clients) client.end();
  }
}

/** A client that has been greeted and knows its socket id. */
export async function connected(port: number): Promise<LoadClient> {
  const client = await opened(port, `/app/${APP.key}?protocol=7`);
  const { data } = JSON.parse(await client.next()) as { data: string };
  client.socketId = (JSON.parse(data) as { socket_id: string }).socket_id;
  return client;
}

/** Joins with a signature of our own making, unless one is given; throws when it is refused. */
export async function subscribe(client: LoadClient, channel: string, auth?: string): Promise<void> {
  const data = { channel, auth: auth ?? signature(client.socketId, channel) };
  client.send(JSON.stringify({ event: 'pusher:subscribe', data }));
  const answer = await client.next();
  if (!answer.includes('subscription_succeeded')) throw new Error(`Not subscribed: ${answer}`);
}

/** Makes `count` of something, a few hundred at a time: more would measure the system's queue of new lines. */
export async function many<Made>(count: number, make: (place: number) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let place = next++; place < count; place = next++) made[place] = await make(place);
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, count) }, work));
  return made;
}

const AT_A_TIME = 200;
const PATIENCE_MS = 60_000;

async function opened(port: number, path: string): Promise<LoadClient> {
  const client = new LoadClient(port, path);
  await client.next();
  return client;
}

function signature(socketId: string, channel: string): string {
  return `${APP.key}:${createHmac('sha256', APP.secret).update(`${socketId}:${channel}`).digest('hex')}`;
}
