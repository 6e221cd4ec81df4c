import { setTimeout as pause } from 'node:timers/promises';
import { EVENT, eventData } from './app';
import { type Bench, withPair } from './bench';
import { nowMs } from './clock';
import { Crowd } from './crowd';
import { atMost, type Row } from './figures';

const CLIENTS = 10_000;
const CHANNEL = 'private-everybody';

/** Ten thousand connections that say nothing but pong: none may be closed, and one event at the end reaches all. */
export async function idle(bench: Bench): Promise<Row[]> {
  const { idleMinutes } = bench;
  bench.say(`${CLIENTS} idle connections for ${idleMinutes} minutes`);
  return await withPair(bench, async ({ pusher }) => {
    const crowd = await Crowd.subscribed(pusher.port, CLIENTS, () => CHANNEL);
    const cpuBefore = await pusher.ask<number>('cpu');
    await pusher.ask('watchLoop');
    await pause(idleMinutes * 60_000);
    const loopP99 = await pusher.ask<number>('loopP99');
    const cpu = (await pusher.ask<number>('cpu')) - cpuBefore;
    const closed = crowd.clients.filter(({ closedWith }) => closedWith !== null).length;

    const startedAtMs = nowMs();
    const all = crowd.next(CLIENTS - closed);
    await pusher.ask('trigger', { channels: [CHANNEL], name: EVENT, data: eventData(1) });
    const lastMs = (await all) - startedAtMs;
    if (closed === 0) crowd.assertEach(1);
    crowd.end();
    const what = `of 10,000 idle for ${idleMinutes} minutes`;
    return [
      { what: `closed ${what}`, unit: '', value: closed, target: atMost(closed, 0, '') },
      { what: `event loop, p99, ${what}`, unit: 'ms', value: loopP99 },
      { what: `server CPU, ${what}`, unit: '%', value: (cpu / 1e6 / (idleMinutes * 60)) * 100 },
      { what: 'then the last of them has an event', unit: 'ms', value: lastMs },
    ];
  });
}
