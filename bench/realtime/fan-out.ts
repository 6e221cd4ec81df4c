import { EVENT, eventData, frameText } from './app';
import { type Bench, withPair } from './bench';
import type { Child } from './child';
import { Crowd } from './crowd';
import { atMost, median, p99, type Row } from './figures';

const CHANNEL = 'private-everybody';
const SIZES = [
  { clients: 1_000, limit: null },
  { clients: 2_000, limit: 1.3 },
  { clients: 5_000, limit: 1.4 },
] as const;
const EVENTS_A_ROUND = 20;

/** How long until the last of many subscribers has an event, from the call that triggers it. */
export async function fanOut(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { clients, limit } of SIZES) {
    bench.say(`fan-out to ${clients}`);
    const { times, rawTimes } = await withPair(bench, (pair) => timed(bench, pair, clients));
    const value = median(times);
    const raw = median(rawTimes);
    rows.push({
      what: `last of ${clients.toLocaleString('en')} has the event`,
      unit: 'ms',
      value,
      p99: p99(times),
      raw,
      ratio: value / raw,
      ...(limit !== null && { target: atMost(value / raw, limit, ' × raw') }),
    });
  }
  return rows;
}

async function timed(
  { rounds, quick }: Bench,
  { pusher, raw }: { pusher: Child; raw: Child },
  clients: number,
): Promise<{ times: number[]; rawTimes: number[] }> {
  const crowd = await Crowd.subscribed(pusher.port, clients, () => CHANNEL);
  const rawCrowd = await Crowd.ofRaw(raw.port, clients);
  const events = (quick ? 5 : EVENTS_A_ROUND) * rounds;
  const times: number[] = [];
  const rawTimes: number[] = [];
  for (let event = 0; event < WARM_UP + events; event++) {
    const data = eventData(event);
    const time = await lastReceived(crowd, () =>
      pusher.ask('trigger', { channels: [CHANNEL], name: EVENT, data }),
    );
    const rawTime = await lastReceived(rawCrowd, () =>
      raw.ask('broadcast', { text: frameText(CHANNEL, data) }),
    );
    if (event < WARM_UP) continue;
    times.push(time);
    rawTimes.push(rawTime);
  }
  for (const each of [crowd, rawCrowd]) {
    each.assertEach(WARM_UP + events);
    each.end();
  }
  return { times, rawTimes };
}

/** Before the machine code is made, everything is slow; that is no property of the server. */
const WARM_UP = 10;

async function lastReceived(crowd: Crowd, start: () => Promise<number>): Promise<number> {
  const all = crowd.next(crowd.clients.length);
  const [startedAtMs, lastAtMs] = await Promise.all([start(), all]);
  return lastAtMs - startedAtMs;
}
