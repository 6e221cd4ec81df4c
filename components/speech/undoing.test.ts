import { expect, test } from 'vitest';
import type { Undoable } from '@/lib/client/inbox';
import { aRow, aView } from '../testing/rows';
import { followUndoing } from './undoing';

const one = aRow({ id: 'one', sortSeq: 1 });
const two = aRow({ id: 'two', sortSeq: 2 });
const none = aView([]);
const act = (operation: string): Undoable => ({ operation, did: 'archive', count: 1 });
const shown = (
  operations: readonly string[],
  {
    rows = [one],
    problem = null,
    unread = 1,
  }: { rows?: readonly (typeof one)[]; problem?: string | null; unread?: number } = {},
) => ({
  undoable: operations.map(act),
  problem,
  counts: { unread, unseen: 0 },
  views: { inbox: aView(rows), unread: none, archived: none },
});

test('an undoing is done when its rows are back, not when it is asked for', () => {
  const before = shown(['a', 'b']);
  const asked = shown(['a']);
  const { undoing, done } = followUndoing(null, before, asked);
  expect(undoing?.operation).toBe('b');
  expect(done).toBe(false);
  expect(followUndoing(undoing, asked, shown(['a'], { rows: [two, one] }))).toEqual({
    undoing: null,
    done: true,
  });
});

test('asking and answer in one snapshot are done at once', () => {
  expect(followUndoing(null, shown(['a']), shown([], { rows: [two, one] })).done).toBe(true);
});

test('an undoing of rows that are not on screen shows in the counts', () => {
  const { undoing } = followUndoing(null, shown(['a']), shown([]));
  expect(followUndoing(undoing, shown([]), shown([], { unread: 2 })).done).toBe(true);
});

test('after a newer act nothing is said of an undoing that never showed', () => {
  const { undoing } = followUndoing(null, shown(['a']), shown([]));
  const newer = shown(['b'], { rows: [two] });
  expect(followUndoing(undoing, shown([]), newer)).toEqual({ undoing: null, done: false });
});

test('while nothing on screen changes it is not done', () => {
  const { undoing } = followUndoing(null, shown(['a']), shown([]));
  expect(followUndoing(undoing, shown([]), shown([]))).toEqual({ undoing, done: false });
});

test('a refused undoing is never done, whatever else changes', () => {
  const { undoing } = followUndoing(null, shown(['a']), shown([]));
  const refused = shown(['a'], { rows: [two, one], problem: "Couldn't undo." });
  expect(followUndoing(undoing, shown([]), refused)).toEqual({ undoing: null, done: false });
  const back = shown(['a'], { rows: [two, one] });
  expect(followUndoing(undoing, shown([]), back)).toEqual({ undoing: null, done: false });
});

test('an operation that the server has forgotten is not done', () => {
  const { undoing } = followUndoing(null, shown(['a']), shown([]));
  expect(
    followUndoing(undoing, shown([]), shown([], { rows: [two, one], problem: "Couldn't undo." })).done,
  ).toBe(false);
});

test('the oldest of many leaving for a new one is no undoing', () => {
  const now = shown(['b', 'c'], { rows: [two, one] });
  expect(followUndoing(null, shown(['a', 'b']), now)).toEqual({ undoing: null, done: false });
});
