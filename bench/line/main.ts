import { parseArgs } from 'node:util';
import { openFaultProxy } from '@/lib/fault-kit';
import { alone, inboxAt, type MakeClient, supervised } from './clients';
import { prepareServer, type Server } from './server';
import { msUntil, pause, seconds } from './waiting';

/**
 * `npm run bench:line [-- --rounds 5 --clients 8]`: how long clients are deaf after a restart of two seconds and after
 * one authorisation that failed, pusher-js alone and with our supervisor; and how long the inbox of the whole client is
 * wrong after the line was cut for half a minute. Waits of timers: a busy machine changes them little.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, clients: { type: 'string', default: '8' } },
});
const rounds = Number(values.rounds);
const clients = Number(values.clients);
const RESTART_MS = 2_000;
const CUT_MS = 30_000;
/** Longer than anything that comes back at all needs; pusher-js is given a whole minute. */
const WATCHED_MS = 60_000;
const KINDS: readonly (readonly [string, MakeClient])[] = [
  ['pusher-js alone', alone],
  ['with our supervisor', supervised],
];

async function listening(port = 0): Promise<{ server: Server; port: number }> {
  const server = await prepareServer();
  return { server, port: (await server.ask({ do: 'listen', port })) ?? 0 };
}

/** Each from the kill to its subscription, less the two seconds in which there was nobody to subscribe to. */
async function restart(make: MakeClient): Promise<(number | null)[]> {
  const first = await listening();
  const second = await prepareServer();
  const group = Array.from({ length: clients }, () => make(first.port, () => {}));
  await msUntil(() => group.every((one) => one.isSubscribed()), WATCHED_MS);
  await first.server.kill();
  await pause(RESTART_MS);
  await second.ask({ do: 'listen', port: first.port });
  const took = await Promise.all(group.map((one) => msUntil(one.isSubscribed, WATCHED_MS)));
  for (const one of group) one.stop();
  await second.kill();
  return took;
}

async function failedAuthorisation(make: MakeClient): Promise<(number | null)[]> {
  const { server, port } = await listening();
  await server.ask({ do: 'failToAuthorise', times: clients });
  const group = Array.from({ length: clients }, () => make(port, () => {}));
  const took = await Promise.all(group.map((one) => msUntil(one.isSubscribed, WATCHED_MS)));
  for (const one of group) one.stop();
  await server.kill();
  return took;
}

/** From the line's return until the inbox shows what came meanwhile, and until it calls itself live. */
async function cut(
  how: 'refuse' | 'black-hole',
): Promise<{ right: (number | null)[]; live: (number | null)[] }> {
  const { server, port } = await listening();
  const proxy = await openFaultProxy({ to: { port } });
  const group = Array.from({ length: clients }, () => inboxAt(proxy.port));
  const isLive = (one: (typeof group)[number]) => one.store.getSnapshot().status === 'live';
  await msUntil(() => group.every(isLive), WATCHED_MS);
  await proxy.set({ mode: how });
  if (how === 'refuse') proxy.resetConnections();
  await pause(CUT_MS / 2);
  const unread = await server.ask({ do: 'append' });
  await pause(CUT_MS / 2);
  await proxy.set({ mode: 'pass' });
  const isRight = (one: (typeof group)[number]) => one.store.getSnapshot().counts.unread === unread;
  const [right, live] = await Promise.all([
    Promise.all(group.map((one) => msUntil(() => isRight(one), WATCHED_MS))),
    Promise.all(group.map((one) => msUntil(() => isRight(one) && isLive(one), WATCHED_MS))),
  ]);
  for (const one of group) one.stop();
  await proxy.close();
  await server.kill();
  return { right, live };
}

console.log(`p50 / p95 / max; ${rounds} rounds of ${clients} clients\n`);
for (const [name, make] of KINDS) {
  const took: (number | null)[] = [];
  for (let round = 0; round < rounds; round += 1) took.push(...(await restart(make)));
  console.log(`deaf after a restart of 2 s, from when the port answers, ${name}: ${seconds(took)}`);
}
for (const [name, make] of KINDS) {
  console.log(`deaf after one failed authorisation, ${name}: ${seconds(await failedAuthorisation(make))}`);
}
for (const how of ['refuse', 'black-hole'] as const) {
  const all = { right: [] as (number | null)[], live: [] as (number | null)[] };
  for (let round = 0; round < rounds; round += 1) {
    const { right, live } = await cut(how);
    all.right.push(...right);
    all.live.push(...live);
  }
  console.log(`after ${how} for 30 s, right again: ${seconds(all.right)}; live again: ${seconds(all.live)}`);
}
process.exit(0);
