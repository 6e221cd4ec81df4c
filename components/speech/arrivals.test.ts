import { expect, test } from 'vitest';
import { aRow } from '../testing/rows';
import {
  type Arrivals,
  arrive,
  arrivedSince,
  dueAt,
  NO_ARRIVALS,
  speak,
  spokenElsewhere,
  stillThere,
  topOf,
} from './arrivals';

const info = (title: string, sortSeq = 1) => ({ title, sortSeq, severity: 'info' as const });
const critical = (title: string, sortSeq = 1) => ({ title, sortSeq, severity: 'critical' as const });
/** What is left after everything that is due now was spoken, and what that was. */
function spoken(arrivals: Arrivals, now: number): { arrivals: Arrivals; texts: readonly string[] } {
  const said = speak(arrivals, { now, unread: 9 });
  if (said === null) return { arrivals, texts: [] };
  const rest = spoken(said.arrivals, now);
  return { arrivals: rest.arrivals, texts: [said.speech.text, ...rest.texts] };
}

test('one arrival is said by its title, two seconds after it came', () => {
  const arrivals = arrive(NO_ARRIVALS, [info('Backup done', 7)], 1_000);
  expect(dueAt(arrivals)).toBe(3_000);
  expect(speak(arrivals, { now: 2_999, unread: 1 })).toBeNull();
  expect(speak(arrivals, { now: 3_000, unread: 1 })?.speech).toEqual({
    text: 'New notification: Backup done',
    politeness: 'polite',
    spoken: { from: 7, through: 7 },
  });
});

test('fifty arrivals are one sentence', () => {
  let arrivals: Arrivals = NO_ARRIVALS;
  for (let nth = 0; nth < 50; nth += 1) arrivals = arrive(arrivals, [info(`No ${nth}`, nth + 3)], nth * 30);
  const said = speak(arrivals, { now: 2_000, unread: 1_051 });
  expect(said?.speech).toMatchObject({
    text: '50 new notifications. 1,051 unread.',
    spoken: { from: 3, through: 52 },
  });
  expect(said && dueAt(said.arrivals)).toBeNull();
});

test('nobody is interrupted twice within ten seconds', () => {
  const first = spoken(arrive(NO_ARRIVALS, [info('a')], 0), 2_000).arrivals;
  const later = arrive(first, [info('b')], 3_000);
  expect(dueAt(later)).toBe(12_000);
  expect(speak(later, { now: 11_999, unread: 2 })).toBeNull();
  expect(speak(later, { now: 12_000, unread: 2 })?.speech.text).toBe('New notification: b');
});

test('something critical is said at once and not again with the others', () => {
  const arrivals = arrive(NO_ARRIVALS, [info('a', 1), critical('Fire', 2)], 0);
  expect(dueAt(arrivals)).toBe(0);
  const said = speak(arrivals, { now: 0, unread: 2 });
  expect(said?.speech).toEqual({
    text: 'Critical. Fire',
    politeness: 'assertive',
    spoken: { from: 2, through: 2 },
  });
  expect(spoken(said?.arrivals ?? NO_ARRIVALS, 2_000).texts).toEqual(['New notification: a']);
});

test('the second critical one within thirty seconds waits with the others', () => {
  const first = arrive(NO_ARRIVALS, [critical('Fire'), critical('Flood')], 0);
  const after = spoken(first, 0);
  expect(after.texts).toEqual(['Critical. Fire']);
  const second = arrive(after.arrivals, [critical('Storm')], 29_999);
  expect(second.urgent).toBeNull();
  expect(second.waiting.map(({ title }) => title)).toEqual(['Flood', 'Storm']);
  expect(arrive(second, [critical('Quake')], 30_000).urgent?.arrival.title).toBe('Quake');
});

test('without arrivals nothing is due', () => {
  expect(dueAt(arrive(NO_ARRIVALS, [], 5))).toBeNull();
  expect(speak(NO_ARRIVALS, { now: 9_999_999, unread: 3 })).toBeNull();
});

test('what another tab has spoken is not spoken here, and the rest waits as if this tab had spoken', () => {
  const arrivals = arrive(NO_ARRIVALS, [info('a', 4), info('b', 5), info('c', 6)], 0);
  const rest = spokenElsewhere(arrivals, { from: 4, through: 5 }, 2_000);
  expect(dueAt(rest)).toBe(12_000);
  expect(spoken(rest, 12_000).texts).toEqual(['New notification: c']);
  expect(dueAt(spokenElsewhere(arrivals, { from: 4, through: 6 }, 2_000))).toBeNull();
});

test('a critical one that another tab has spoken is not spoken here, nor a second one soon after', () => {
  const arrivals = arrive(NO_ARRIVALS, [critical('Fire', 4)], 0);
  const after = spokenElsewhere(arrivals, { from: 4, through: 4 }, 5);
  expect(dueAt(after)).toBeNull();
  expect(arrive(after, [critical('Flood', 5)], 10_000).urgent).toBeNull();
});

test('what another tab has spoken and arrives here later is not spoken, for a minute', () => {
  const early = spokenElsewhere(NO_ARRIVALS, { from: 4, through: 5 }, 0);
  expect(arrive(early, [info('a', 4), info('c', 6)], 59_999).waiting).toEqual([info('c', 6)]);
  expect(arrive(early, [info('a', 4)], 60_000).waiting).toEqual([info('a', 4)]);
});

test('what other tabs say of themselves is remembered within bounds', () => {
  let arrivals: Arrivals = NO_ARRIVALS;
  for (let nth = 0; nth < 1_000; nth += 1) {
    arrivals = spokenElsewhere(arrivals, { from: nth, through: nth }, nth);
  }
  expect(arrivals.elsewhere.length).toBeLessThanOrEqual(10);
  expect(arrive(arrivals, [info('a', 999)], 1_000).waiting).toEqual([]);
});

test('what left the inbox before it was spoken is not spoken, and the rest is', () => {
  const arrivals = arrive(NO_ARRIVALS, [info('a', 4), info('b', 5)], 0);
  const one = stillThere(arrivals, [aRow({ id: 'a', sortSeq: 4 }), aRow({ id: 'old', sortSeq: 1 })]);
  expect(spoken(one, 2_000).texts).toEqual(['New notification: a']);
  expect(dueAt(stillThere(one, [aRow({ id: 'old', sortSeq: 1 })]))).toBeNull();
  expect(dueAt(stillThere(one, []))).toBeNull();
  // A row below those that are loaded is there all the same.
  expect(stillThere(arrivals, [aRow({ id: 'new', sortSeq: 6 })]).waiting).toHaveLength(2);
});

test('something critical that was taken back at once is not said', () => {
  const arrivals = arrive(NO_ARRIVALS, [critical('Fire', 4)], 0);
  expect(dueAt(stillThere(arrivals, [aRow({ id: 'old', sortSeq: 1 })]))).toBeNull();
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
