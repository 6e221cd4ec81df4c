import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Notification } from '@/lib/inbox/notification';
import { parseEvent } from '@/lib/realtime/testing/event-reader';
import { type ServedStreams, STREAM, serveStreams } from './testing/serve-streams';

let house: ServedStreams['house'];
let ana: ServedStreams['ana'];
let asAna: string;
let port: number;
let open: ServedStreams['open'];
let notify: ServedStreams['notify'];
let close: ServedStreams['close'];
let acts = 0;
beforeEach(async () => {
  ({ house, ana, cookie: asAna, port, open, notify, close } = await serveStreams());
});
afterEach(() => close());

test('events leave as they are made, neither compressed nor held back', async () => {
  const { until, response } = await open('', { 'accept-encoding': 'gzip, br' });
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    'transfer-encoding': 'chunked',
    connection: 'close',
  });
  expect(response.headers['content-encoding']).toBeUndefined();
  expect((await until(3)).map(({ name }) => name)).toEqual([undefined, 'inbox.reset', 'inbox.tip']);
  await notify('small');
  expect((await until(4))[3]).toMatchObject({ data: { changes: [{ item: { title: 'small' } }] } });
});

test('what is too large for one published event arrives whole, in events of at most twenty', async () => {
  // One bulk act changes them all: the event that is published of it is thin.
  for (let at = 0; at < 45; at++) await notify(`n ${at}`);
  const { epoch } = house.store;
  const through = { epoch, seq: 45 };
  await house.store.readAll(ana.id, { through, filter: 'inbox', operationId: 'op', now: house.clock.now });
  const late = await open(`?cursor=${epoch}.45`);
  const told = (await late.until(4)).slice(1, 4);
  expect(told.map(({ id, data }) => [id, data.from, data.changes.length])).toEqual([
    [`${epoch}.65`, 45, 20],
    [`${epoch}.85`, 65, 20],
    [`${epoch}.90`, 85, 5],
  ]);
});

test('cut anywhere and gone on from the last id: every change once, and the state is the store’s', async () => {
  const seed = fc.sample(fc.integer(), 1)[0] ?? 0;
  let cuts = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 6 }),
      async (bytes) => {
        const shown = createShown();
        for (const cutAfter of [...bytes, null]) {
          for (const id of await act()) expect(id).toBeDefined();
          await readUntil(shown, cutAfter);
          cuts += 1;
        }
        const fresh = await house.store.sync(ana.id, { cursor: null, now: house.clock.now });
        if (!('reset' in fresh)) throw new Error('a sync without a cursor is a reset');
        expect(shown.cursor).toBe(fresh.cursor);
        expect(shown.counts).toEqual(fresh.counts);
        expect(shown.rows().slice(0, fresh.items.length)).toEqual(fresh.items);
      },
    ),
    { seed, numRuns: 25 },
  );
  process.stdout.write(`seed ${seed}: 25 runs, ${cuts} streams cut and gone on from\n`);

  /** Some notifications, and sometimes all read. */
  async function act(): Promise<readonly string[]> {
    const ids = [await notify('one', 'x'.repeat(300)), await notify('two')];
    await house.store.mark(ana.id, {
      id: ids[0] ?? '',
      as: 'read',
      operationId: `op${++acts}`,
      now: house.clock.now,
    });
    return ids;
  }
});

type Shown = {
  cursor: string | null;
  counts: unknown;
  /** Applies one whole event as a plain reader would. */
  take(event: { name?: string; id?: string; data?: unknown }): void;
  rows(): Notification[];
};

function createShown(): Shown {
  const rows = new Map<string, Notification>();
  const told = new Set<number>();
  const shown: Shown = {
    cursor: null,
    counts: null,
    take({ name, id, data }) {
      // The tests' own store made it.
      const event = data as { counts: unknown; items?: Notification[]; changes?: Change[] };
      if (name === 'inbox.reset') {
        rows.clear();
        for (const item of event.items ?? []) rows.set(item.id, item);
      }
      if (name === 'inbox.changed') {
        for (const { seq, item } of event.changes ?? []) {
          expect(told.has(seq), `seq ${seq} is told twice`).toBe(false);
          told.add(seq);
          rows.set(item.id, item);
        }
      }
      if (id === undefined) return;
      shown.cursor = id;
      shown.counts = event.counts;
    },
    rows: () => [...rows.values()].sort((a, b) => b.sortSeq - a.sortSeq),
  };
  return shown;
}
type Change = { seq: number; item: Notification };

/** Reads a stream for so many bytes of its body (null: until it is level) and drops the line there, in mid-event or not. */
function readUntil(shown: Shown, cutAfter: number | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string> = { cookie: asAna };
    if (shown.cursor !== null) headers['last-event-id'] = shown.cursor;
    const request = httpRequest({ port, host: '127.0.0.1', path: STREAM, headers }, (response) => {
      let text = '';
      let left = cutAfter ?? Number.POSITIVE_INFINITY;
      response.on('data', (part: Buffer) => {
        text += part.subarray(0, left).toString('latin1');
        left -= part.length;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) shown.take(parseEvent(block));
        if (left <= 0 || blocks.some((block) => block.startsWith('event: inbox.tip'))) {
          request.destroy();
          resolve();
        }
      });
    });
    request.on('error', (error) => (request.destroyed ? resolve() : reject(error))).end();
  });
}
