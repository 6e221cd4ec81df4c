import { expect, test } from 'vitest';
import { aRow } from '../testing/rows';
import { type Arrivals, arrive, arrivedSince, dueAt, NO_ARRIVALS, speak, topOf } from './arrivals';

const info = (title: string) => ({ title, severity: 'info' as const });
const critical = (title: string) => ({ title, severity: 'critical' as const });

test('one arrival is said by its title, two seconds after it came', () => {
  const { arrivals, alert } = arrive(NO_ARRIVALS, [info('Backup done')], 1_000);
  expect(alert).toBeNull();
  expect(dueAt(arrivals)).toBe(3_000);
  expect(speak(arrivals, { now: 2_999, unread: 1 })).toBeNull();
  expect(speak(arrivals, { now: 3_000, unread: 1 })?.text).toBe('New notification: Backup done');
});

test('fifty arrivals are one sentence', () => {
  let arrivals: Arrivals = NO_ARRIVALS;
  for (let nth = 0; nth < 50; nth += 1) ({ arrivals } = arrive(arrivals, [info(`No ${nth}`)], nth * 30));
  const said = speak(arrivals, { now: 2_000, unread: 1_051 });
  expect(said?.text).toBe('50 new notifications. 1,051 unread.');
  expect(said && dueAt(said.arrivals)).toBeNull();
});

test('nobody is interrupted twice within ten seconds', () => {
  const first = speak(arrive(NO_ARRIVALS, [info('a')], 0).arrivals, { now: 2_000, unread: 1 });
  const later = arrive(first?.arrivals ?? NO_ARRIVALS, [info('b')], 3_000).arrivals;
  expect(dueAt(later)).toBe(12_000);
  expect(speak(later, { now: 11_999, unread: 2 })).toBeNull();
  expect(speak(later, { now: 12_000, unread: 2 })?.text).toBe('New notification: b');
});

test('something critical is said at once and not again with the others', () => {
  const { arrivals, alert } = arrive(NO_ARRIVALS, [info('a'), critical('Fire')], 0);
  expect(alert).toBe('Critical. Fire');
  expect(arrivals.titles).toEqual(['a']);
});

test('the second critical one within thirty seconds waits with the others', () => {
  const first = arrive(NO_ARRIVALS, [critical('Fire'), critical('Flood')], 0);
  expect(first.arrivals.titles).toEqual(['Flood']);
  const second = arrive(first.arrivals, [critical('Storm')], 29_999);
  expect(second.alert).toBeNull();
  expect(arrive(second.arrivals, [critical('Quake')], 30_000).alert).toBe('Critical. Quake');
});

test('without arrivals nothing is due', () => {
  expect(dueAt(arrive(NO_ARRIVALS, [], 5).arrivals)).toBeNull();
  expect(speak(NO_ARRIVALS, { now: 9_999_999, unread: 3 })).toBeNull();
});

test('what was already read elsewhere, or was here before, is no arrival', () => {
  const old = aRow({ id: 'old', sortSeq: 4 });
  const fresh = aRow({ id: 'fresh', sortSeq: 5 });
  const read = aRow({ id: 'read', sortSeq: 6, readAt: '2026-11-03T14:05:00.000Z' });
  expect(arrivedSince([read, fresh, old], 4)).toEqual([fresh]);
});

test('what was archived from the top and put back is no arrival', () => {
  const older = aRow({ id: 'older', sortSeq: 4 });
  const newest = aRow({ id: 'newest', sortSeq: 5 });
  const archived = topOf([older], topOf([newest, older], null));
  expect(arrivedSince([newest, older], archived)).toEqual([]);
  expect(arrivedSince([aRow({ id: 'next', sortSeq: 6 })], archived)).toHaveLength(1);
});
