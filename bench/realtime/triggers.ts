import { type Bench, withPair } from './bench';
import type { Child } from './child';
import { Crowd } from './crowd';
import { atLeast, median, type Row } from './figures';
import { HttpLine, sendAll } from './http-line';
import { signedTriggers } from './signed-requests';

const LINES = 16;
const CHANNELS = 1_000;

/**
 * Signed triggers a second over HTTP, sixteen at a time, each to one of a thousand private channels with one
 * subscriber who gets it. Beside it the ceiling: a bare server that reads the same bytes and answers `{}`.
 */
export async function triggers(bench: Bench): Promise<Row[]> {
  bench.say('signed triggers over HTTP');
  const count = bench.quick ? 10_000 : 40_000;
  const runs: Run[] = [];
  const rawRuns: Run[] = [];
  await withPair(bench, async ({ pusher, raw }) => {
    const crowd = await Crowd.subscribed(pusher.port, CHANNELS, channelOf);
    const lines = await openLines(pusher.port);
    const rawLines = await openLines(raw.port);
    // The first round is for warming up.
    for (let round = 0; round <= bench.rounds; round++) {
      const delivered = crowd.next(count);
      const run = await timed(pusher, lines, { count, delivered });
      const rawRun = await timed(raw, rawLines, { count, delivered: null });
      if (round === 0) continue;
      runs.push(run);
      rawRuns.push(rawRun);
    }
    crowd.assertEach((count * (bench.rounds + 1)) / CHANNELS);
    crowd.end();
    for (const line of [...lines, ...rawLines]) line.end();
  });

  const rate = median(runs.map(({ perSecond }) => perSecond));
  const rawRate = median(rawRuns.map(({ perSecond }) => perSecond));
  const cost = median(runs.map(({ cpuMicros }) => cpuMicros));
  const rawCost = median(rawRuns.map(({ cpuMicros }) => cpuMicros));
  return [
    {
      what: 'signed triggers over HTTP, 16 at a time, delivered',
      unit: '/s',
      value: rate,
      raw: rawRate,
      ratio: rate / rawRate,
      target: atLeast(rate, 20_000, '/s'),
    },
    { what: 'server CPU for each of them', unit: 'µs', value: cost, raw: rawCost, ratio: cost / rawCost },
    { what: 'load CPU meanwhile', unit: '%', value: median(runs.map(({ loadShare }) => loadShare * 100)) },
  ];
}

const channelOf = (place: number): string => `private-user-${place % CHANNELS}`;

type Run = { perSecond: number; cpuMicros: number; loadShare: number };

async function timed(
  child: Child,
  lines: readonly HttpLine[],
  { count, delivered }: { count: number; delivered: Promise<number> | null },
): Promise<Run> {
  const requests = signedTriggers(count, channelOf);
  const cpuBefore = await child.ask<number>('cpu');
  const loadBefore = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all([sendAll(lines, requests), delivered]);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(loadBefore);
  const cpu = (await child.ask<number>('cpu')) - cpuBefore;
  return {
    perSecond: count / seconds,
    cpuMicros: cpu / count,
    loadShare: (user + system) / 1e6 / seconds,
  };
}

function openLines(port: number): Promise<HttpLine[]> {
  return Promise.all(Array.from({ length: LINES }, () => HttpLine.open(port)));
}
