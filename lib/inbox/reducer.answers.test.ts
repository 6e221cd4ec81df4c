import { expect, test } from 'vitest';
import { askNow, isBehind } from './inbox-state';
import { came, event, left, moment, row } from './testing/rows';
import { hear, ids, page, reset, START_COUNTS, start, synced } from './testing/steps';

test('a sync brings the changes, the seq and the counts', () => {
  const state = synced(start(), 12, [came(row('c', 11)), left('a', 12)]);
  expect(ids(state)).toEqual(['c', 'b']);
  expect(state).toMatchObject({ seq: 12, counts: { unread: 12, unseen: 12 } });
});

test('an answer older than what was applied since changes neither seq nor counts', () => {
  const asked = askNow(start());
  const state = hear(start(), event(10, 13, [came(row('c', 13))]));
  expect(synced(state, 12, [came(row('c', 12))], { asked })).toBe(state);
});

test('between the pages of one sync the counts stay those from before it', () => {
  const first = synced(start(), 12, [came(row('c', 12))], { more: true });
  expect(first).toMatchObject({ seq: 12, counts: START_COUNTS });
  expect(synced(first, 14, [came(row('d', 14))])).toMatchObject({
    seq: 14,
    counts: { unread: 14, unseen: 14 },
  });
});

test('what the server does not confirm is not missing any more', () => {
  const state = hear(start(), event(10, 99));
  expect(isBehind(synced(state, 10, []))).toBe(false);
});

test('what was told after the question stays missing until another answer', () => {
  const asked = askNow(start());
  const state = hear(start(), event(12, 13, [came(row('e', 13))]));
  const answered = synced(state, 11, [came(row('c', 11))], { asked });
  expect(answered.seq).toBe(11);
  expect(isBehind(answered)).toBe(true);
});

test('an answer with more to come confirms nothing yet', () => {
  const state = hear(start(), event(40, 41));
  expect(isBehind(synced(state, 20, [], { more: true }))).toBe(true);
});

test('a reset replaces everything, counts the generation up and takes the other views away', () => {
  const archived = page(start(), 'archived', [row('x', 3, { archivedAt: moment(4) })]);
  const state = reset(archived, { epoch: 'e2', seq: 4 }, [row('y', 4)]);
  expect([...state.rows.keys()]).toEqual(['y']);
  expect(state).toMatchObject({ epoch: 'e2', seq: 4, counts: START_COUNTS, generation: 1 });
  expect(state.extents).toEqual({ inbox: { bottom: 0, next: null }, unread: null, archived: null });
});

test('a reset of the same history that events have overtaken is not taken', () => {
  const asked = askNow(start());
  const state = hear(start(), event(10, 13, [came(row('c', 13))]));
  expect(reset(state, { epoch: 'e1', seq: 12 }, [row('y', 4)], asked)).toBe(state);
});

test('a server behind what it was asked with has lost history: it is right', () => {
  const state = reset(start(), { epoch: 'e1', seq: 6 }, [row('y', 4)]);
  expect(ids(state)).toEqual(['y']);
  expect(state).toMatchObject({ seq: 6, generation: 1 });
});

test('what was asked before a reset does not fit after it', () => {
  const asked = askNow(start());
  const state = reset(start(), { epoch: 'e1', seq: 600 }, [row('y', 600)]);
  expect(synced(state, 700, [came(row('c', 11))], { asked })).toBe(state);
  expect(page(state, 'inbox', [row('a', 8)], { asked, before: '8' })).toBe(state);
  expect(reset(state, { epoch: 'e1', seq: 700 }, [], asked)).toBe(state);
});

test('the first page of a view opens it down to its last row', () => {
  const state = page(start(), 'unread', [row('b', 9), row('a', 8)], { next: '8' });
  expect(state.extents.unread).toEqual({ bottom: 8, next: '8' });
  expect(ids(state, 'unread')).toEqual(['b', 'a']);
});

test('the last page of a view opens it to the ground', () => {
  expect(page(start(), 'unread', [row('b', 9)]).extents.unread).toEqual({ bottom: 0, next: null });
  expect(page(start(), 'archived', []).extents.archived).toEqual({ bottom: 0, next: null });
});

test('the page right below what is loaded makes the view longer', () => {
  const state = page(start(), 'inbox', [row('z', 5)], { before: '8' });
  expect(ids(state)).toEqual(['b', 'a', 'z']);
  expect(state.extents.inbox).toEqual({ bottom: 0, next: null });
});

test('a page from further down brings rows and no promise: a hole is not shown', () => {
  const state = page(start(), 'inbox', [row('z', 2)], { before: '4' });
  expect(state.rows.has('z')).toBe(true);
  expect(ids(state)).toEqual(['b', 'a']);
  expect(state.extents.inbox).toEqual({ bottom: 8, next: '8' });
});

test('the first page again does not make a longer view shorter', () => {
  const longer = page(start(), 'inbox', [row('z', 5)], { before: '8' });
  const again = page(longer, 'inbox', [row('b', 9), row('a', 8)], { next: '8' });
  expect(ids(again)).toEqual(['b', 'a', 'z']);
});

test('a page never brings counts, and one that is ahead asks for a sync', () => {
  const state = page(start(), 'inbox', [row('c', 12), row('b', 9)], {
    at: { epoch: 'e1', seq: 12 },
    next: '9',
  });
  expect(state).toMatchObject({ seq: 10, counts: START_COUNTS });
  expect(isBehind(state)).toBe(true);
  expect(state.rows.get('c')?.seq).toBe(12);
});

test('a page older than what was forgotten is not taken', () => {
  const state = { ...start(), floor: 10 };
  expect(page(state, 'unread', [row('a', 8)], { at: { epoch: 'e1', seq: 9 } })).toBe(state);
});

test('a page of another history brings nothing and asks for a sync', () => {
  const state = page(start(), 'unread', [row('z', 1)], { at: { epoch: 'e2', seq: 1 } });
  expect(state.rows.has('z')).toBe(false);
  expect(state.extents.unread).toBeNull();
  expect(isBehind(state)).toBe(true);
});

test('a row that comes back into a view stands where it came, unless that is below what is loaded', () => {
  const archived = row('b', 9, { seq: 11, archivedAt: moment(11) });
  const gone = hear(start(), event(10, 11, [came(archived)]));
  expect(ids(gone)).toEqual(['a']);
  expect(ids(hear(gone, event(11, 12, [came(row('b', 9, { seq: 12 }))])))).toEqual(['b', 'a']);
  expect(ids(hear(gone, event(11, 12, [came(row('old', 2, { seq: 12 }))])))).toEqual(['a']);
});
