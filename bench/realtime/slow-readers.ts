import { EVENT } from './app';
import { type Bench, withPair } from './bench';
import type { Child } from './child';
import { Crowd } from './crowd';
import { atMost, median, p99, type Row } from './figures';

const READERS = 500;
const STALLED = 100;
const CHANNEL = 'private-everybody';
/** As large as an event may be: the stalled fill up soonest. */
const DATA = 'x'.repeat(10 * 1024);
const EVENTS_WITHOUT = 200;
/** Beyond this they should have been cut: the system holds a few MiB for each line before our memory does. */
const EVENTS_AT_MOST = 2_000;

/** A hundred clients stop reading: what that costs the others, and whether and when the hundred are cut. */
export async function slowReaders(bench: Bench): Promise<Row[]> {
  bench.say('readers that stop reading');
  const events = bench.quick ? EVENTS_WITHOUT / 4 : EVENTS_WITHOUT;
  return await withPair(bench, async ({ pusher }) => {
    const readers = await Crowd.subscribed(pusher.port, READERS, () => CHANNEL);
    const calm: number[] = [];
    for (let event = 0; event < events; event++) calm.push(await oneEvent(pusher, readers));

    const stalled = await Crowd.subscribed(pusher.port, STALLED, () => CHANNEL);
    for (const { socket } of stalled.clients) socket.pause();
    const before = await pusher.ask<number>('memory');
    const troubled: number[] = [];
    let peak = before;
    let cut = 0;
    while (cut < STALLED && troubled.length < EVENTS_AT_MOST) {
      troubled.push(await oneEvent(pusher, readers));
      if (troubled.length % 10 > 0) continue;
      const { droppedSlow, rss } = await pusher.ask<{ droppedSlow: number; rss: number }>('stats');
      cut = droppedSlow;
      peak = Math.max(peak, rss);
    }
    readers.assertEach(events + troubled.length);
    readers.end();
    stalled.end();

    const worse = p99(troubled) - p99(calm);
    return [
      { what: 'last of 500 has 10 KiB, nobody slow', unit: 'ms', value: median(calm), p99: p99(calm) },
      {
        what: 'the same while 100 more do not read, until they are cut',
        unit: 'ms',
        value: median(troubled),
        p99: p99(troubled),
        target: atMost(worse, 50, ' ms more at p99'),
      },
      {
        what: 'of the 100 cut',
        unit: '',
        value: cut,
        target: { promise: '100', isReached: cut === STALLED },
      },
      {
        what: 'sent to each until then, the system’s own buffers included',
        unit: 'MiB',
        value: (troubled.length * DATA.length) / 1024 / 1024,
      },
      {
        what: 'server memory at its highest, above before',
        unit: 'MiB',
        value: (peak - before) / 1024 / 1024,
      },
    ];
  });
}

async function oneEvent(pusher: Child, readers: Crowd): Promise<number> {
  const all = readers.next(READERS);
  const startedAtMs = await pusher.ask<number>('trigger', { channels: [CHANNEL], name: EVENT, data: DATA });
  return (await all) - startedAtMs;
}
