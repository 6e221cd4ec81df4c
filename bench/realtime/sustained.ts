import { EVENT, eventData, frameText } from './app';
import { type Bench, withPair } from './bench';
import type { Child } from './child';
import { Crowd } from './crowd';
import { atLeast, median, type Row } from './figures';

const CHANNEL = 'private-everybody';
const CLIENTS = 1_000;
/** Events on their way at a time: enough that the server never waits for the load. */
const WINDOW = 8;

/** Deliveries a second when one event follows the other without a pause, and what each costs the server. */
export async function sustained(bench: Bench): Promise<Row[]> {
  bench.say('sustained fan-out');
  const events = bench.quick ? 100 : 400;
  const runs: Run[] = [];
  const rawRuns: Run[] = [];
  await withPair(bench, async ({ pusher, raw }) => {
    const crowd = await Crowd.subscribed(pusher.port, CLIENTS, () => CHANNEL);
    const rawCrowd = await Crowd.ofRaw(raw.port, CLIENTS);
    const trigger = (data: string) => pusher.ask('trigger', { channels: [CHANNEL], name: EVENT, data });
    const broadcast = (data: string) => raw.ask('broadcast', { text: frameText(CHANNEL, data) });
    // The first round is for warming up.
    for (let round = 0; round <= bench.rounds; round++) {
      const run = await inOneGo(crowd, { child: pusher, events, start: trigger });
      const rawRun = await inOneGo(rawCrowd, { child: raw, events, start: broadcast });
      if (round === 0) continue;
      runs.push(run);
      rawRuns.push(rawRun);
    }
    for (const each of [crowd, rawCrowd]) {
      each.assertEach(events * (bench.rounds + 1));
      each.end();
    }
  });

  const rate = median(runs.map(({ perSecond }) => perSecond));
  const rawRate = median(rawRuns.map(({ perSecond }) => perSecond));
  const cost = median(runs.map(({ cpuMicros }) => cpuMicros));
  const rawCost = median(rawRuns.map(({ cpuMicros }) => cpuMicros));
  return [
    {
      what: `deliveries, sustained, ${CLIENTS.toLocaleString('en')} subscribers`,
      unit: '/s',
      value: rate,
      raw: rawRate,
      ratio: rate / rawRate,
      target: atLeast(rate / rawRate, 0.8, ' × raw'),
    },
    { what: 'server CPU for each of them', unit: 'µs', value: cost, raw: rawCost, ratio: cost / rawCost },
    { what: 'load CPU meanwhile', unit: '%', value: median(runs.map(({ loadShare }) => loadShare * 100)) },
  ];
}

type Run = { perSecond: number; cpuMicros: number; loadShare: number };

async function inOneGo(
  crowd: Crowd,
  { child, events, start }: { child: Child; events: number; start(data: string): Promise<unknown> },
): Promise<Run> {
  const cpuBefore = await child.ask<number>('cpu');
  const loadBefore = process.cpuUsage();
  const startedAt = performance.now();
  const before = crowd.received;
  const started: Promise<unknown>[] = [];
  while (started.length < events) {
    const first = started.length;
    for (let sent = first; sent < Math.min(events, first + WINDOW); sent++)
      started.push(start(eventData(sent)));
    // Half of them having arrived is the sign for the next: the server's queue is never empty.
    await crowd.reach(before + (first + WINDOW / 2) * CLIENTS);
  }
  await Promise.all([...started, crowd.reach(before + events * CLIENTS)]);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(loadBefore);
  const cpu = (await child.ask<number>('cpu')) - cpuBefore;
  const deliveries = events * CLIENTS;
  return {
    perSecond: deliveries / seconds,
    cpuMicros: cpu / deliveries,
    loadShare: (user + system) / 1e6 / seconds,
  };
}
