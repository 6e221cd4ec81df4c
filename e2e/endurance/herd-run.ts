import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '@/lib/fault-kit';
import { samplesOf } from '@/lib/process/metrics/testing/samples';
import { makeHouse } from './house';
import { quantiles, say } from './say';
import { type FaultyServer, faultyServer, METRICS_TOKEN } from './server';
import { settledAndRight } from './settled';
import { crowdOf } from './sim-client';
import { openTruth } from './truth';
import { watchLive } from './watch-live';

/** One restart under a crowd. */
export type Restart = Readonly<{
  signal: 'SIGKILL' | 'SIGTERM';
  /** Between the end of the process and the next one's start; what the start takes comes on top. */
  downMs: number;
  /** From the end of the process until the port answered. */
  awayMs: number;
  /** From then until each client was subscribed and had synced. */
  rightAfterMs: readonly number[];
  /** The most sockets that were established within any one second. */
  peakPerSecond: number;
  /** The server's event loop, from when the port answered until all were right. */
  loopP99Ms: number;
  /** Answers of 5xx but 503. */
  failures: number;
  wrong: readonly string[];
}>;

const SETTLED_WITHIN_MS = 120_000;

/** Restarts a server with everybody connected, once for each pair of signal and downtime. */
export async function herdRun(options: {
  seed: number;
  clients: number;
  restarts: readonly Readonly<{ signal: 'SIGKILL' | 'SIGTERM'; downMs: number }>[];
}): Promise<readonly Restart[]> {
  const random = seededRandom(options.seed);
  const house = await makeHouse({ people: options.clients });
  const server = await faultyServer(house);
  await server.start();
  const way = { http: server.port, socket: server.port, random };
  const crowd = await crowdOf(house, { clients: options.clients, way: () => way });
  const truth = openTruth(house.folder);
  await settledAndRight(crowd, truth, SETTLED_WITHIN_MS);
  const live = watchLive(crowd);
  const done: Restart[] = [];
  for (const { signal, downMs } of options.restarts) {
    await server.stop(signal);
    const endedAt = performance.now();
    await pause(downMs);
    const answeredAt = await server.start();
    // The first reading begins the histogram anew: what the start itself blocked is not the crowd's doing.
    await scrape(server);
    const wrong = await settledAndRight(crowd, truth, SETTLED_WITHIN_MS);
    const { loopP99Ms, failures } = await scrape(server);
    const connected = crowd.flatMap(({ connectedAt }) => connectedAt.filter((at) => at > endedAt));
    const rightAfterMs = live.firstAfter(answeredAt).map((at) => at - answeredAt);
    const peakPerSecond = peak(connected);
    const restart = { signal, downMs, awayMs: answeredAt - endedAt, rightAfterMs, peakPerSecond };
    done.push({ ...restart, loopP99Ms, failures, wrong });
  }
  truth.close();
  for (const client of crowd) client.stop();
  await server.stop('SIGKILL');
  rmSync(house.folder, { recursive: true });
  return done;
}

function peak(moments: readonly number[]): number {
  const sorted = [...moments].sort((a, b) => a - b);
  let most = 0;
  let from = 0;
  for (const [place, moment] of sorted.entries()) {
    while (moment - (sorted[from] ?? moment) > 1_000) from += 1;
    most = Math.max(most, place - from + 1);
  }
  return most;
}

async function scrape(server: FaultyServer): Promise<{ loopP99Ms: number; failures: number }> {
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/metrics`, {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  });
  const samples = samplesOf(await answer.text());
  let failures = 0;
  for (const [name, value] of samples)
    if (/^belfry_http_requests_total\{.*status="5(?!03)\d\d"/.test(name)) failures += value;
  return { loopP99Ms: 1_000 * (samples.get('nodejs_eventloop_lag_p99_seconds') ?? Number.NaN), failures };
}

export function tellOfHerd(seed: number, restarts: readonly Restart[], again: string): void {
  for (const one of restarts) {
    say(
      `restart of ${one.rightAfterMs.length} clients (seed ${seed}): ${one.signal}, down ${one.downMs} ms, ` +
        `away ${Math.round(one.awayMs)} ms; right ${quantiles(one.rightAfterMs)}`,
    );
    say(
      `  peak ${one.peakPerSecond} new connections/s, event loop p99 ${Math.round(one.loopP99Ms)} ms, ` +
        `${one.failures} failures, ${one.wrong.length} wrong`,
    );
    for (const line of one.wrong.slice(0, 5)) say(`  WRONG ${line}`);
  }
  say(`  again: ${again}`);
}
