import { expect, test } from 'vitest';
import { aRow, aView } from '../testing/rows';
import { holdOf, steadyRows } from './steady-rows';

const one = aRow({ id: 'one', sortSeq: 1 });
const two = aRow({ id: 'two', sortSeq: 2 });
const three = aRow({ id: 'three', sortSeq: 3 });
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

test('without a hold everything is shown, bounded by the view itself', () => {
  expect(steadyRows(aView([two, one]), null)).toEqual({ rows: [two, one], behind: 0, through: 'e1.2' });
});

test('while the list is held arrivals wait behind the pill', () => {
  const hold = holdOf(aView([two, one]));
  const held = steadyRows(aView([three, two, one]), hold);
  expect(ids(held.rows)).toEqual(['two', 'one']);
  expect(held.behind).toBe(1);
});

test('"mark all as read" is bounded by what was on screen when the list was held', () => {
  const hold = holdOf(aView([two, one]));
  expect(steadyRows(aView([three, two, one]), hold).through).toBe('e1.2');
});

test('what changes or goes while the list is held does so on screen', () => {
  const hold = holdOf(aView([two, one]));
  const read = { ...one, readAt: '2026-11-03T15:00:00.000Z', seq: 3 };
  expect(steadyRows(aView([read], { through: 'e1.4' }), hold)).toEqual({
    rows: [read],
    behind: 0,
    through: 'e1.2',
  });
});

test('older rows that were asked for come in below', () => {
  const hold = holdOf(aView([three, two]));
  expect(ids(steadyRows(aView([three, two, one]), hold).rows)).toEqual(['three', 'two', 'one']);
});

test('an empty list can be held: the first arrival waits too', () => {
  const hold = holdOf(aView([]));
  expect(steadyRows(aView([one]), hold)).toMatchObject({ rows: [], behind: 1, through: 'e1.0' });
});

test('a row that the cursor covers is no arrival, though it was not on screen', () => {
  const failed = holdOf(aView([], { through: 'e1.3', state: 'failed' }));
  expect(steadyRows(aView([three, two, one]), failed)).toMatchObject({ rows: [three, two, one], behind: 0 });
  const archivedTop = holdOf(aView([two, one], { through: 'e1.4' }));
  expect(steadyRows(aView([three, two, one], { through: 'e1.5' }), archivedTop).behind).toBe(0);
});

test('a hold goes on while the server is restarted', () => {
  const hold = holdOf(aView([two, one], { through: 'e1.2' }));
  const after = aView([three, two, one], { through: 'e2.3' });
  expect(steadyRows(after, hold)).toEqual({ rows: [two, one], behind: 1, through: 'e1.2' });
});

test('a hold goes on when all rows were replaced by newer ones of the same run', () => {
  const hold = holdOf(aView([two, one]));
  expect(steadyRows(aView([three, two], { generation: 1 }), hold)).toMatchObject({ rows: [two], behind: 1 });
});

test('a hold from another history of the database is let go', () => {
  const hold = holdOf(aView([three, two], { through: 'e1.3' }));
  const restored = aView([one], { through: 'e2.9', generation: 1 });
  expect(steadyRows(restored, hold)).toEqual({ rows: [one], behind: 0, through: 'e2.9' });
});
