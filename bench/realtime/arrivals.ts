import { rmSync } from 'node:fs';
import { Application, makeHouse, type Person } from './application';
import type { Bench } from './bench';
import { connected, many, subscribe } from './crowd';
import { atMost, median, type Row } from './figures';
import { HttpLine, isOk } from './http-line';

const PEOPLE = 1_000;

/**
 * A thousand people with a session each come at once, as after a restart: their sockets connect, the application
 * authorises each over a new HTTP connection as a browser asks for it, and they subscribe.
 */
export async function arrivals(bench: Bench): Promise<Row[]> {
  bench.say(`${PEOPLE} people, authorised by the application`);
  const { folder, people } = await makeHouse(PEOPLE);
  const first: Parts[] = [];
  const again: Parts[] = [];
  try {
    for (let round = 0; round < bench.rounds; round++) {
      const application = await Application.start(folder, bench.placement);
      try {
        first.push(await arrive(application, people));
        again.push(await arrive(application, people));
      } finally {
        await application.stop();
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return [...rowsOf('right after a start', first), ...rowsOf('again', again)];
}

/** Milliseconds. */
type Parts = { connect: number; authorise: number; subscribe: number; all: number; cpu: number | null };

async function arrive(application: Application, people: readonly Person[]): Promise<Parts> {
  const { port } = application;
  const cpuBefore = application.cpuSeconds();
  const startedAt = performance.now();
  const clients = await many(people.length, () => connected(port));
  const connectedAt = performance.now();
  const auths = await many(people.length, (place) => {
    const person = people[place];
    const client = clients[place];
    if (!person || !client) throw new Error('Fewer clients than people');
    return authorised(port, person, client.socketId);
  });
  const authorisedAt = performance.now();
  await many(people.length, async (place) => {
    const client = clients[place];
    if (client) await subscribe(client, channelOf(people[place]), auths[place]);
  });
  const subscribedAt = performance.now();
  const cpuAfter = application.cpuSeconds();
  for (const client of clients) client.end();
  return {
    connect: connectedAt - startedAt,
    authorise: authorisedAt - connectedAt,
    subscribe: subscribedAt - authorisedAt,
    all: subscribedAt - startedAt,
    cpu: cpuAfter === null || cpuBefore === null ? null : (cpuAfter - cpuBefore) * 1_000,
  };
}

const channelOf = (person: Person | undefined): string => `private-user-${person?.id}`;

/** What a page sends, header by header as far as the application looks at them. */
async function authorised(port: number, person: Person, socketId: string): Promise<string> {
  const body = new URLSearchParams({ socket_id: socketId, channel_name: channelOf(person) }).toString();
  const line = await HttpLine.open(port);
  const answer = await line.call(
    Buffer.from(
      `POST /api/realtime/auth HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\n` +
        `Sec-Fetch-Site: same-origin\r\nAccept: application/json\r\nCookie: ${person.cookie}\r\n` +
        `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    ),
  );
  line.end();
  const text = answer.toString();
  const auth = /"auth":"([^"]+)"/.exec(text)?.[1];
  if (!isOk(answer) || auth === undefined) throw new Error(`Not authorised: ${text.slice(0, 1_000)}`);
  return auth;
}

function rowsOf(when: string, runs: readonly Parts[]): Row[] {
  const of = (part: keyof Parts) => median(runs.map((run) => run[part] ?? Number.NaN));
  const cpu = of('cpu');
  return [
    {
      what: `1,000 connected, authorised, subscribed, ${when}`,
      unit: 'ms',
      value: of('all'),
      target: atMost(of('all'), 1_000, ' ms'),
    },
    { what: 'of it connecting', unit: 'ms', value: of('connect') },
    { what: 'of it authorising, through the application', unit: 'ms', value: of('authorise') },
    { what: 'of it subscribing', unit: 'ms', value: of('subscribe') },
    ...(Number.isNaN(cpu) ? [] : [{ what: 'server CPU for it', unit: 'ms' as const, value: cpu }]),
  ];
}
