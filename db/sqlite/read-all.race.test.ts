import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { content, join } from '@/db/contract/given';
import { freshSeed, seededRandom } from '@/lib/fault-kit';
import type { Notification } from '@/lib/inbox/notification';
import { type Cursor, parseCursor } from '@/lib/inbox/stream';
import { openTestStore } from './open-test-store';

const ROUNDS = process.env.LONG !== '1' ? 10 : 50;
const READERS = 100;
const ARRIVALS = 1_000;

/**
 * A hundred windows of one person, each of which reads all that it shows, while a thousand notifications come. The
 * bound of each is what that window had been told when it was pressed, which for some is long ago.
 */
async function race(random: (max: number) => number): Promise<{ readBy: number; left: number }> {
  const store = await openTestStore();
  await join(store, 'ana');
  const told: Cursor[] = [];
  const bounds: number[] = [];
  const arrive = async (n: number) => {
    await store.append({ recipients: [{ userId: 'ana', id: `n${n}` }], content: content(`${n}`), now: n });
  };
  const look = async () => {
    const cursor = parseCursor((await store.counts('ana', 1)).cursor);
    if (cursor) told.push(cursor);
  };
  const press = async (reader: number) => {
    const through = told[random(told.length)];
    if (!through) throw new Error('Nobody has looked yet.');
    bounds[reader] = through.seq;
    const operationId = `op-${reader}`;
    await store.readAll('ana', { through, filter: 'inbox', operationId, now: 10_000 + reader });
  };

  await arrive(0);
  await look();
  const under: Promise<void>[] = [];
  for (let n = 1; n < ARRIVALS; n += 1) {
    under.push(arrive(n));
    if (n % 5 === 0) under.push(look());
    if (n % 10 === 9) under.push(press((n - 9) / 10));
    // Bunches of every size meet in the same commit.
    if (random(4) === 0) await setImmediate();
  }
  await Promise.all(under);

  const rows = new Map<string, Notification>();
  for (let before: number | null = null, more = true; more; ) {
    const page = await store.feed('ana', { filter: 'inbox', before, limit: 100, now: 20_000 });
    for (const item of page.items) rows.set(item.id, item);
    before = Number(page.next);
    more = page.next !== null;
  }
  const { counts } = await store.counts('ana', 20_000);
  await store.close();

  const widest = Math.max(...bounds);
  const items = [...rows.values()];
  expect(items).toHaveLength(ARRIVALS);
  expect(bounds).toHaveLength(READERS);
  for (const { sortSeq, readAt } of items) {
    // What stands within somebody's bound is read, by one who had been told of it; nothing else is.
    expect(readAt !== null, `${sortSeq}, bounds up to ${widest}`).toBe(sortSeq <= widest);
    if (readAt !== null) {
      const reader = Date.parse(readAt) - 10_000;
      expect(bounds[reader]).toBeGreaterThanOrEqual(sortSeq);
    }
  }
  const left = items.filter(({ readAt }) => readAt === null).length;
  expect(counts).toEqual({ unread: left, unseen: left });
  return { readBy: new Set(items.map(({ readAt }) => readAt)).size, left };
}

test('a hundred times "read all" among a thousand arrivals reads nothing that is newer than its own bound', async () => {
  const seed = Number(process.env.SEED ?? freshSeed());
  const random = seededRandom(seed);
  let readers = 0;
  let left = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = await race((max) => Math.floor(random() * max));
    readers += found.readBy;
    left += found.left;
  }
  process.stdout.write(`read-all race: seed ${seed} ${JSON.stringify({ rounds: ROUNDS, readers, left })}\n`);
  // Several in each round had something to read, and some rows were newer than every bound.
  expect(readers).toBeGreaterThan(ROUNDS * 5);
  expect(left).toBeGreaterThan(ROUNDS);
}, 600_000);
