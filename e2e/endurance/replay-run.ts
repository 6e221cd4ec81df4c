import { rmSync } from 'node:fs';
import { seededRandom } from '@/lib/fault-kit';
import { makeHouse } from './house';
import { say } from './say';
import { faultyServer } from './server';
import { settledAndRight } from './settled';
import { crowdOf } from './sim-client';
import { damageOf, openTruth } from './truth';

export type ReplayReport = Readonly<{
  seed: number;
  clients: number;
  kills: number;
  wrong: readonly string[];
}>;

const SETTLED_WITHIN_MS = 120_000;

/** Broadcasts to a crowd that is online, and kills the server after each chunk of its inboxes in turn. */
export async function replayRun(options: {
  seed: number;
  clients: number;
  kills: number;
}): Promise<ReplayReport> {
  const { seed, clients, kills } = options;
  const random = seededRandom(seed);
  const house = await makeHouse({ people: clients });
  const server = await faultyServer(house);
  await server.start('between-chunks:1:kill');
  const way = { http: server.port, socket: server.port, random };
  const crowd = await crowdOf(house, { clients, way: () => way });
  const truth = openTruth(house.folder);
  const wrong: string[] = [...(await settledAndRight(crowd, truth, SETTLED_WITHIN_MS))];
  const ids: string[] = [];
  for (let kill = 1; kill <= kills && wrong.length === 0; kill += 1) {
    server.arm();
    const id = await send(server.port, house.admin.cookie);
    ids.push(id);
    const how = await server.ended();
    if (how !== 'SIGKILL') wrong.push(`The server ended with ${how}.`);
    const reached = truth.broadcastRows().filter((row) => row.broadcastId === id).length;
    say(`kill after chunk ${kill}: ${reached} of ${clients} inboxes had the broadcast`);
    if (reached === 0 || (kill * 100 < clients && reached >= clients))
      wrong.push(`The kill was not in the middle: ${reached} inboxes.`);
    wrong.push(...damageOf(house.folder));
    await server.start(`between-chunks:${kill + 1}:kill`);
    wrong.push(...(await settledAndRight(crowd, truth, SETTLED_WITHIN_MS)));
    const count = new Map<string, number>();
    for (const row of truth.broadcastRows()) count.set(`${row.broadcastId} ${row.userId}`, row.count);
    for (const broadcast of ids)
      for (const { person } of crowd) {
        const lies = count.get(`${broadcast} ${person.id}`) ?? 0;
        if (lies !== 1) wrong.push(`${broadcast} lies ${lies} times with ${person.email}`);
      }
    wrong.push(...(await wrongFigures(server.port, house.admin.cookie, id, clients)));
  }
  truth.close();
  for (const client of crowd) client.stop();
  await server.stop('SIGKILL');
  rmSync(house.folder, { recursive: true });
  return { seed, clients, kills: ids.length, wrong };
}

/** Sends one to everybody; answers its id. The answer to the sending itself may be lost with the server. */
async function send(port: number, cookie: string): Promise<string> {
  const made = await ask(port, cookie, 'POST', '/api/broadcasts', {
    title: 'To everybody',
    audience: { kind: 'everyone' },
  });
  const { token } = await ask(port, cookie, 'GET', `/api/broadcasts/${made.id}/audience`);
  await ask(port, cookie, 'POST', `/api/broadcasts/${made.id}/sending`, { token }).catch(() => undefined);
  return made.id;
}

/** The administrator is in the audience as well, and not online. */
async function wrongFigures(port: number, cookie: string, id: string, clients: number): Promise<string[]> {
  const { state, figures } = await ask(port, cookie, 'GET', `/api/broadcasts/${id}`);
  const { targeted, delivered, pending, skipped } = figures;
  const told = JSON.stringify({ state, targeted, delivered, pending, skipped });
  const should = JSON.stringify({
    state: 'sent',
    targeted: clients + 1,
    delivered: clients,
    pending: 1,
    skipped: 0,
  });
  return told === should ? [] : [`The figures are ${told} and should be ${should}.`];
}

async function ask(port: number, cookie: string, method: string, path: string, body?: unknown) {
  const base = `http://127.0.0.1:${port}`;
  const answer = await fetch(base + path, {
    method,
    headers: { cookie, origin: base, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
