import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { openFaultProxy, seededRandom } from '@/lib/fault-kit';
import { badWeather } from './bad-weather';
import { makeHouse } from './house';
import { say } from './say';
import { faultyServer } from './server';
import { settledAndRight } from './settled';
import { type ShakenCounts, type Shaking, shaken } from './shaken-events';
import { crowdOf, type SimClient } from './sim-client';
import { openTruth } from './truth';

export type DeliveryReport = Readonly<{
  seed: number;
  /** Rows that had to come to a client that was there. */
  deliveries: number;
  lost: number;
  /** Times a view was out of order or held a row twice. */
  disorder: number;
  events: ShakenCounts;
  weather: Readonly<Record<string, number>>;
  /** Sockets that were established beyond the first of each client. */
  reconnects: number;
  wrong: readonly string[];
}>;

const SHAKING: Shaking = { dropped: 0.2, doubled: 0.1, delayed: 0.2, delayMaxMs: 400 };
const LINES = 4;
/** A client's page holds so many rows at most before it is closed, as people close theirs. */
const ROWS_A_PAGE = 250;
const AT_ONCE = 4;

/**
 * Notifies everybody over and over while lines are slowed, swallowed, cut and refused and events are lost, doubled and
 * overtaken; then lets the weather clear and compares what is shown with the database.
 */
export async function deliveryRun(options: {
  seed: number;
  deliveries: number;
  clients: number;
}): Promise<DeliveryReport> {
  const { seed, clients } = options;
  const random = seededRandom(seed);
  const house = await makeHouse({ people: clients });
  const server = await faultyServer(house);
  await server.start();
  const open = () => openFaultProxy({ to: { port: server.port }, seed: Math.floor(random() * 2 ** 32) });
  const sockets = await Promise.all(Array.from({ length: LINES }, open));
  const https = await Promise.all(Array.from({ length: LINES }, open));
  const truth = openTruth(house.folder);
  const events: ShakenCounts = { events: 0, dropped: 0, doubled: 0, delayed: 0 };
  const weatherCounts: Record<string, number> = {};
  const wrong: string[] = [];
  let disorder = 0;
  let reconnects = 0;
  let deliveries = 0;
  let isShaking = false;

  const lineOf = (number: number, lines: typeof sockets): number => {
    const line = lines[number % lines.length];
    if (line === undefined) throw new Error('There is no line.');
    return line.port;
  };
  const way = (number: number) => ({
    http: lineOf(number, https),
    socket: lineOf(number, sockets),
    random,
    wrap: (connect: Parameters<typeof shaken>[0]) =>
      shaken(connect, { shaking: () => (isShaking ? SHAKING : null), random, counts: events }),
  });

  while (deliveries < options.deliveries && wrong.length === 0) {
    const crowd = await crowdOf(house, { clients, way });
    for (const client of crowd) watchOrder(client, () => (disorder += 1));
    const before = crowd.map(({ person }) => truth.inbox(person.id).ids.length);
    isShaking = true;
    const weather = badWeather([...sockets, ...https], random);
    const rounds = Math.min(ROWS_A_PAGE, Math.ceil((options.deliveries - deliveries) / clients));
    await notifyAll(server.port, house, rounds, wrong);
    await weather.clear();
    isShaking = false;
    for (const [name, count] of Object.entries(weather.counts))
      weatherCounts[name] = (weatherCounts[name] ?? 0) + count;

    wrong.push(...(await settledAndRight(crowd, truth)));
    for (const [place, client] of crowd.entries()) {
      const came = truth.inbox(client.person.id).ids.length - (before[place] ?? 0);
      deliveries += came;
      if (came !== rounds) wrong.push(`${client.person.email} was given ${came} of ${rounds}`);
      reconnects += Math.max(0, client.connectedAt.length - 1);
      client.stop();
    }
  }

  const lost = wrong.length;
  truth.close();
  await Promise.all([...sockets, ...https].map((line) => line.close()));
  await server.stop('SIGKILL');
  rmSync(house.folder, { recursive: true });
  return { seed, deliveries, lost, disorder, events, weather: weatherCounts, reconnects, wrong };
}

/** Each notification to everybody in the house, by a few programs at once; straight to the server. */
async function notifyAll(
  port: number,
  house: Awaited<ReturnType<typeof makeHouse>>,
  count: number,
  wrong: string[],
) {
  const recipients = house.people.map(({ id }) => id);
  let left = count;
  const program = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await fetch(`http://127.0.0.1:${port}/api/notifications`, {
        method: 'POST',
        headers: {
          authorization: house.apiKey,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify({ recipients, title: `Number ${left}` }),
      });
      if (answer.status !== 201)
        wrong.push(`A creation was answered ${answer.status}: ${await answer.text()}`);
      else await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, program));
}

/** Tells when a view is not strictly in order, which a row that is there twice cannot be either. */
function watchOrder({ store }: SimClient, onDisorder: () => void): void {
  store.subscribe(() => {
    const { rows } = store.getSnapshot().views.inbox;
    for (let at = 1; at < rows.length; at += 1) {
      if ((rows[at - 1]?.sortSeq ?? 0) <= (rows[at]?.sortSeq ?? 0)) return onDisorder();
    }
  });
}

export function tellOfDeliveries(report: DeliveryReport, again: string): void {
  const { seed, deliveries, lost, disorder, events, weather, reconnects, wrong } = report;
  say(
    `deliveries: seed ${seed}, ${deliveries} deliveries, ${lost} wrong, ${disorder} times out of order or doubled`,
  );
  say(
    `  ${events.events} events reached clients' lines: ${events.dropped} dropped, ${events.doubled} doubled, ` +
      `${events.delayed} delayed; ${reconnects} reconnects`,
  );
  say(
    `  weather: ${Object.entries(weather)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
  );
  for (const line of wrong.slice(0, 20)) say(`  WRONG ${line}`);
  say(`  again: ${again}`);
}
