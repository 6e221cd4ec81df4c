import { EVENT, eventData, frameText } from './app';
import { type Bench, withPair } from './bench';
import type { Child } from './child';
import { Crowd } from './crowd';
import { atMost, type Row } from './figures';

const SIZES = [1_000, 2_000, 5_000];
const CHANNELS_AN_EVENT = 100;

/** Resident memory: of the package alone, and for each connection that has joined its own private channel. */
export async function memory(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const clients of SIZES) {
    bench.say(`memory of ${clients} connections`);
    const found = await withPair(bench, (pair) => measured(pair, clients));
    const of = clients.toLocaleString('en');
    if (clients === SIZES[0]) {
      rows.push({
        what: 'base, nobody connected',
        unit: 'MiB',
        value: found.base / MIB,
        raw: found.rawBase / MIB,
        ratio: found.base / found.rawBase,
        target: atMost(found.base / 1e6, 60, ' MB'),
      });
    }
    rows.push(
      {
        what: `a connection, authorised and subscribed, of ${of}`,
        unit: 'KiB',
        value: found.subscribed,
        raw: found.rawSubscribed,
        ratio: found.subscribed / found.rawSubscribed,
        ...(clients === 5_000 && { target: atMost(found.subscribed, 12, ' KiB') }),
      },
      {
        what: `the same after an event to each of ${of}`,
        unit: 'KiB',
        value: found.told,
        raw: found.rawTold,
        ratio: found.told / found.rawTold,
        ...(clients === 5_000 && { target: atMost(found.told, 12, ' KiB') }),
      },
    );
  }
  return rows;
}

const MIB = 1024 * 1024;

async function measured({ pusher, raw }: { pusher: Child; raw: Child }, clients: number) {
  const base = await pusher.ask<number>('memory');
  const rawBase = await raw.ask<number>('memory');
  const each = (bytes: number, before: number) => (bytes - before) / clients / 1024;

  const crowd = await Crowd.subscribed(pusher.port, clients, channelOf);
  const subscribed = each(await pusher.ask('memory'), base);
  const delivered = crowd.next(clients);
  for (let first = 0; first < clients; first += CHANNELS_AN_EVENT) {
    const channels = Array.from({ length: CHANNELS_AN_EVENT }, (_, place) => channelOf(first + place));
    await pusher.ask('trigger', { channels, name: EVENT, data: eventData(1) });
  }
  await delivered;
  const told = each(await pusher.ask('memory'), base);
  crowd.assertEach(1);
  crowd.end();

  const rawCrowd = await Crowd.ofRaw(raw.port, clients);
  const rawSubscribed = each(await raw.ask('memory'), rawBase);
  const rawDelivered = rawCrowd.next(clients);
  await raw.ask('broadcast', { text: frameText(channelOf(0), eventData(1)) });
  await rawDelivered;
  const rawTold = each(await raw.ask('memory'), rawBase);
  rawCrowd.end();
  return { base, rawBase, subscribed, told, rawSubscribed, rawTold };
}

/** As long as the names of people's channels are. */
const channelOf = (place: number): string =>
  `private-user-0198f0aa-0000-7000-8000-${String(place).padStart(12, '0')}`;
