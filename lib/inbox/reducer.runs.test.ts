import { expect, test } from 'vitest';
import { askNow, type InboxState, isBehind } from './inbox-state';
import { reduce } from './reducer';
import type { Change, Cursor } from './stream';
import { came, event, moment, row } from './testing/rows';
import { hear, ids, page, reset, START_COUNTS, start, synced } from './testing/steps';

/** An answer with changes, in the epoch of the run that the server is in by then. */
const continued = (
  state: InboxState,
  at: Cursor,
  changes: readonly Change[],
  { asked = askNow(state), more = false } = {},
) => {
  const counts = { unread: at.seq, unseen: at.seq };
  const answer = { cursor: `${at.epoch}.${at.seq}`, counts, changes, more };
  return reduce(state, { kind: 'synced', answer, at, asked });
};
const late = (from: number, seq: number, changes: readonly Change[]) =>
  event(from, seq, changes, { epoch: 'e2' });

test('a sync goes on in the epoch of the run that answers it, with all rows and views that were there', () => {
  const before = page(start(), 'archived', [row('x', 3, { archivedAt: moment(4) })]);
  const state = continued(before, { epoch: 'e2', seq: 11 }, [came(row('c', 11))]);
  expect(ids(state)).toEqual(['c', 'b', 'a']);
  expect(ids(state, 'archived')).toEqual(['x']);
  expect(state).toMatchObject({ epoch: 'e2', seq: 11, counts: { unread: 11, unseen: 11 }, generation: 0 });
});

test('a restart in which nothing happened only changes the epoch', () => {
  const state = continued(start(), { epoch: 'e2', seq: 10 }, []);
  expect(state).toMatchObject({ epoch: 'e2', seq: 10 });
  expect(isBehind(state)).toBe(false);
});

test('events of the new run wait for the sync and are applied after it', () => {
  const early = hear(start(), late(11, 12, [came(row('d', 12))]), late(12, 13, [came(row('e', 13))]));
  expect(ids(early)).toEqual(['b', 'a']);
  const state = continued(early, { epoch: 'e2', seq: 11 }, [came(row('c', 11))]);
  expect(ids(state)).toEqual(['e', 'd', 'c', 'b', 'a']);
  expect(state).toMatchObject({ seq: 13, buffered: [], claim: null });
});

test('what was heard between question and answer is not proved by it: it is asked again', () => {
  const asked = askNow(start());
  const moved = hear(start(), event(10, 12, [came(row('lost', 12))]));
  const state = continued(moved, { epoch: 'e2', seq: 11 }, [came(row('c', 11))], { asked });
  expect(state).toMatchObject({ epoch: 'e1', seq: 12 });
  expect(isBehind(state)).toBe(true);
  expect(askNow(state)).toMatchObject({ from: { epoch: 'e1', seq: 12 }, anew: false });
});

test('what a page brought from ahead is not proved by a cursor behind it: everything is asked for', () => {
  const ahead = page(start(), 'archived', [row('x', 3, { seq: 12, archivedAt: moment(4) })], {
    at: { epoch: 'e1', seq: 12 },
  });
  const state = continued(ahead, { epoch: 'e2', seq: 11 }, []);
  expect(state.epoch).toBe('e1');
  expect(askNow(state).anew).toBe(true);
  expect(reset(state, { epoch: 'e2', seq: 11 }, [row('y', 4)])).toMatchObject({ epoch: 'e2', generation: 1 });
});

test('what stands in the middle of a long sync is not proved: the rest may have come before it in another history', () => {
  const midway = synced(start(), 12, [came(row('c', 12))], { more: true });
  const state = continued(midway, { epoch: 'e2', seq: 15 }, [came(row('d', 15))]);
  expect(state).toMatchObject({ epoch: 'e1', seq: 12 });
  expect(askNow(state).anew).toBe(true);
});

test('a long sync that came to its end is of one moment again, also when events had overtaken its end', () => {
  const midway = synced(start(), 12, [came(row('c', 12))], { more: true });
  const asked = askNow(midway);
  const overtaken = hear(midway, event(12, 20, [came(row('f', 20))]));
  for (const ended of [synced(midway, 14, []), synced(overtaken, 14, [], { asked })]) {
    const at = { epoch: 'e2', seq: ended.seq };
    expect(continued(ended, at, [])).toMatchObject(at);
  }
});

test('the parts of one story are of one moment only at its end, and bring their counts then', () => {
  const first = hear(start(), event(10, 11, [came(row('c', 11))], { part: 'more' }));
  expect(first).toMatchObject({ seq: 11, counts: START_COUNTS });
  expect(continued(first, { epoch: 'e2', seq: 11 }, []).epoch).toBe('e1');
  const whole = hear(first, event(11, 12, [came(row('d', 12))]));
  expect(continued(whole, { epoch: 'e2', seq: 12 }, []).epoch).toBe('e1');
  const last = hear(first, event(11, 12, [came(row('d', 12))], { part: 'last' }));
  expect(last).toMatchObject({ seq: 12, counts: { unread: 12, unseen: 12 } });
  expect(continued(last, { epoch: 'e2', seq: 12 }, []).epoch).toBe('e2');
});

test('a long sync can begin in one run and go on in it', () => {
  const first = continued(start(), { epoch: 'e2', seq: 12 }, [came(row('c', 12))], { more: true });
  expect(first).toMatchObject({ epoch: 'e2', seq: 12, counts: START_COUNTS });
  const state = continued(first, { epoch: 'e2', seq: 14 }, [came(row('d', 14))]);
  expect(state).toMatchObject({ seq: 14, counts: { unread: 14, unseen: 14 } });
});

test('a late answer to what was asked in an earlier run changes nothing', () => {
  const asked = askNow(start());
  const state = continued(start(), { epoch: 'e2', seq: 12 }, [came(row('c', 12))]);
  expect(synced(state, 11, [came(row('z', 11))], { asked })).toBe(state);
  expect(reset(state, { epoch: 'e1', seq: 11 }, [], asked)).toBe(state);
});

test('a page of an earlier run is not taken; one of the present run is, whenever it was asked', () => {
  const asked = askNow(start());
  const state = continued(start(), { epoch: 'e2', seq: 12 }, [came(row('c', 12))]);
  const old = page(state, 'unread', [row('a', 8)], { asked, at: { epoch: 'e1', seq: 10 } });
  expect([old.extents.unread, isBehind(old)]).toEqual([null, true]);
  const at = { epoch: 'e2', seq: 12 };
  const taken = page(state, 'unread', [row('c', 12), row('a', 8)], { asked, at, next: '8' });
  expect(taken.extents.unread).toEqual({ bottom: 8, next: '8' });
});

test('an event of a run that is over costs a sync and nothing else', () => {
  const state = continued(start(), { epoch: 'e2', seq: 12 }, [came(row('c', 12))]);
  const heard = hear(state, event(10, 11, [came(row('old', 11))]));
  expect([ids(heard), isBehind(heard)]).toEqual([ids(state), true]);
  const settled = continued(heard, { epoch: 'e2', seq: 12 }, []);
  expect([ids(settled), isBehind(settled), settled.buffered]).toEqual([ids(state), false, []]);
});
