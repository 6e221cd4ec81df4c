import { expect, test } from 'vitest';
import type { Ended } from './ending';
import { RecentCloses } from './recent-closes';

const ENDED: Ended = {
  code: 4200,
  reason: 'r',
  by: 'server',
  openedAtMs: 500,
  subscriptions: 2,
  address: '::1',
};
const NOW = { atMs: 1_700_000_000_000, nowMs: 2_500.4 };

test('an ending is kept with how long the connection was held, and when it ended', () => {
  const closes = new RecentCloses();
  closes.add(ENDED, NOW);
  expect(closes.list()).toEqual([
    {
      atMs: 1_700_000_000_000,
      code: 4200,
      reason: 'r',
      by: 'server',
      heldMs: 2_000,
      subscriptions: 2,
      address: '::1',
    },
  ]);
});

test('an unknown address is left out', () => {
  const closes = new RecentCloses();
  closes.add({ ...ENDED, address: '' }, NOW);
  expect(Object.keys(closes.list()[0] ?? {})).not.toContain('address');
});

test('the last hundred are kept, newest first, whether or not the ring has come round', () => {
  const closes = new RecentCloses();
  const codes = () => closes.list().map(({ code }) => code);
  const add = (code: number) => closes.add({ ...ENDED, code }, NOW);
  expect(codes()).toEqual([]);
  for (let code = 1; code <= 99; code++) add(code);
  expect(codes()).toEqual(Array.from({ length: 99 }, (_, at) => 99 - at));
  for (let code = 100; code <= 250; code++) add(code);
  expect(codes()).toEqual(Array.from({ length: 100 }, (_, at) => 250 - at));
});

test('the list is a copy', () => {
  const closes = new RecentCloses();
  closes.add(ENDED, NOW);
  const before = closes.list();
  closes.add(ENDED, NOW);
  expect(before).toHaveLength(1);
  expect(closes.list()).toHaveLength(2);
});

test('what a stranger wrote loses all that could move a cursor, turn a line round or break it', () => {
  const closes = new RecentCloses();
  const reasonOf = (reason: string) => {
    closes.add({ ...ENDED, reason, by: 'client' }, NOW);
    return closes.list()[0]?.reason;
  };
  expect(reasonOf('plain, with ümlauts and 🔔')).toBe('plain, with ümlauts and 🔔');
  expect(reasonOf('\u001b[31mred\u0007')).toBe('[31mred');
  expect(reasonOf('one\r\ntwo\u2028three\u0085four')).toBe('one  two three four');
  expect(reasonOf('a\u202eb\u200bc\u0000d\u007fe')).toBe('a b c d e');
  expect(reasonOf('x'.repeat(500))).toBe('x'.repeat(123));
  expect(reasonOf(`${'x'.repeat(122)}🔔`)).toBe('x'.repeat(122));
});

test('an address is cleaned and bounded too: behind a proxy it is a header', () => {
  const closes = new RecentCloses();
  closes.add({ ...ENDED, address: `\u001b${'1'.repeat(500)}` }, NOW);
  expect(closes.list()[0]?.address).toBe('1'.repeat(63));
});
