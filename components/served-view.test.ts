import { expect, test } from 'vitest';
import { servedView, shownView } from './served-view';
import { aRow, aView } from './testing/rows';

const { waiting: _, failed: __, ...item } = aRow({ id: 'one', sortSeq: 1 });
const served = servedView({
  items: [item],
  next: '1',
  cursor: 'e1.4',
  counts: { unread: 1, unseen: 1 },
});
const nothing = aView([]);
const never = aView([], { everLoaded: false });

test('a page of the server is a view with everything it said', () => {
  expect(served).toMatchObject({ through: 'e1.4', state: 'ready', more: true });
  expect(served.rows).toEqual([aRow({ id: 'one', sortSeq: 1 })]);
});

test('what the server rendered is shown until the live view is loaded', () => {
  expect(shownView({ ...never, state: 'absent' }, served)).toBe(served);
  expect(shownView({ ...never, state: 'loading' }, served)).toBe(served);
  expect(shownView(nothing, served)).toBe(nothing);
});

test('once the live view was loaded, a reset that takes its rows away does not bring the server’s back', () => {
  const loading = aView([], { state: 'loading' });
  expect(shownView(loading, served)).toBe(loading);
  const failed = aView([], { state: 'failed' });
  expect(shownView(failed, served)).toBe(failed);
});

test('a load that failed leaves the rows of the server and says that it failed', () => {
  const shown = shownView({ ...never, state: 'failed' }, served);
  expect(shown).toMatchObject({ state: 'failed', more: false });
  expect(shown.rows).toBe(served.rows);
});

test('without anything from the server a failed view is a failed view', () => {
  const live = { ...nothing, state: 'failed' as const };
  expect(shownView(live, null)).toBe(live);
});
