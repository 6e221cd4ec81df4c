import { expect, test } from 'vitest';
import { isBehind } from './inbox-state';
import { BUFFERED_MAX } from './reducer';
import { came, event, left, moment, row } from './testing/rows';
import { hear, ids, page, reset, START_COUNTS, start, synced } from './testing/steps';

test('an event that continues the state is merged, with its seq and its counts', () => {
  const state = hear(start(), event(10, 11, [came(row('c', 11))]));
  expect(ids(state)).toEqual(['c', 'b', 'a']);
  expect(state).toMatchObject({ seq: 11, counts: { unread: 11, unseen: 11 } });
  expect(isBehind(state)).toBe(false);
});

test('an event at or below the state’s seq is a duplicate or late: it changes nothing', () => {
  const state = hear(start(), event(10, 11, [came(row('c', 11))]));
  expect(hear(state, event(10, 11, [left('c', 11)]))).toBe(state);
  expect(hear(state, event(7, 9, [left('b', 9)]))).toBe(state);
  expect(hear(state, event(7, 9))).toBe(state);
});

test('an event that reaches back behind the state and beyond it is merged', () => {
  const state = hear(start(), event(4, 12, [came(row('b', 9, { seq: 12, title: 'New' })), left('a', 11)]));
  expect(ids(state)).toEqual(['b']);
  expect(state.seq).toBe(12);
});

test('an event with an empty list of changes still moves seq and counts', () => {
  expect(hear(start(), event(10, 12, []))).toMatchObject({
    seq: 12,
    counts: { unread: 12, unseen: 12 },
  });
});

test('a thin event says that something is missing, and changes nothing else', () => {
  const state = hear(start(), event(10, 12));
  expect(isBehind(state)).toBe(true);
  expect(state).toMatchObject({ seq: 10, counts: START_COUNTS });
});

test('a gap is not jumped: the event is kept and a sync is wanted', () => {
  const state = hear(start(), event(11, 12, [came(row('d', 12))]));
  expect(isBehind(state)).toBe(true);
  expect(ids(state)).toEqual(['b', 'a']);
  expect(state).toMatchObject({ seq: 10, counts: START_COUNTS });
});

test('the event that fills a gap lets the kept ones follow, in whatever order they came', () => {
  const state = hear(
    start(),
    event(12, 13, [came(row('e', 13))]),
    event(11, 12, [came(row('d', 12))]),
    event(10, 11, [came(row('c', 11))]),
  );
  expect(ids(state)).toEqual(['e', 'd', 'c', 'b', 'a']);
  expect(state).toMatchObject({ seq: 13, counts: { unread: 13, unseen: 13 }, buffered: [], claim: null });
});

test('a sync that fills a gap lets the kept ones follow', () => {
  const gap = hear(start(), event(11, 12, [came(row('d', 12))]));
  const state = synced(gap, 11, [came(row('c', 11))]);
  expect(ids(state)).toEqual(['d', 'c', 'b', 'a']);
  expect(state).toMatchObject({ seq: 12, counts: { unread: 12, unseen: 12 } });
  expect(isBehind(state)).toBe(false);
});

test('only so many events are kept; the rest is remembered as missing', () => {
  const far = Array.from({ length: BUFFERED_MAX + 20 }, (_, n) => event(100 + n, 101 + n, []));
  const state = hear(start(), ...far);
  expect(state.buffered).toHaveLength(BUFFERED_MAX);
  expect(state.claim).toEqual({ epoch: 'e1', seq: 100 + BUFFERED_MAX + 20 });
});

test('kept events that a sync has overtaken are let go', () => {
  const gap = hear(start(), event(11, 12, [came(row('d', 12))]), event(14, 15, [came(row('f', 15))]));
  const state = synced(gap, 20, []);
  expect(state.buffered).toEqual([]);
  expect(state.rows.has('d')).toBe(false);
});

test('an event of another history asks the server which one is true', () => {
  const state = hear(start(), event(0, 1, [came(row('z', 1))], { epoch: 'e2' }));
  expect(isBehind(state)).toBe(true);
  expect(state.rows.has('z')).toBe(false);
  // It was an old one: the server confirms ours.
  const confirmed = synced(state, 10, []);
  expect(isBehind(confirmed)).toBe(false);
  expect(confirmed.buffered).toEqual([]);
});

test('events of a new history that came before its reset are applied after it', () => {
  const told = hear(start(), event(3, 4, [came(row('z', 4))], { epoch: 'e2' }));
  const state = reset(told, { epoch: 'e2', seq: 3 }, [row('y', 3)]);
  expect(ids(state)).toEqual(['z', 'y']);
  expect(state).toMatchObject({ epoch: 'e2', seq: 4 });
  expect(isBehind(state)).toBe(false);
});

test('of two versions of a row the newer stays, whatever brings them', () => {
  const state = hear(start(), event(10, 12, [came(row('a', 8, { seq: 12, title: 'New' }))]));
  const late = page(state, 'unread', [row('a', 8, { title: 'Old' })], { at: { epoch: 'e1', seq: 11 } });
  expect(late.rows.get('a')?.item?.title).toBe('New');
});

test('a row that was taken back does not return with a late page', () => {
  const state = hear(start(), event(10, 11, [left('a', 11)]));
  const late = page(state, 'unread', [row('b', 9), row('a', 8)], { at: { epoch: 'e1', seq: 10 } });
  expect(ids(late)).toEqual(['b']);
  expect(ids(late, 'unread')).toEqual(['b']);
});

test('a row is in its place by when it came, however it changes', () => {
  const state = hear(start(), event(10, 11, [came(row('a', 8, { seq: 11, readAt: moment(11) }))]));
  expect(ids(state)).toEqual(['b', 'a']);
});
