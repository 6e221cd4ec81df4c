import { expect, test } from 'vitest';
import { aRow, aView } from '../testing/rows';
import { withOpened } from './opened-rows';

const READ = '2026-11-03T15:00:00.000Z';
const one = aRow({ id: 'one', sortSeq: 1 });
const two = aRow({ id: 'two', sortSeq: 2 });
const three = aRow({ id: 'three', sortSeq: 3 });
const read = { ...two, readAt: READ };
const none = aView([]);
const views = (inbox = aView([three, read, one]), archived = none) => ({ inbox, unread: none, archived });

test('a row that was opened stays where it stood, read', () => {
  const shown = withOpened(aView([three, one]), [two], views());
  expect(shown.rows).toEqual([three, read, one]);
});

test('without anything opened the view is the same object', () => {
  const view = aView([three, one]);
  expect(withOpened(view, [], views())).toBe(view);
});

test('a row that is unread again stands there once', () => {
  const view = aView([three, two, one]);
  expect(withOpened(view, [two], views(view))).toBe(view);
});

test('a row that was archived after it was opened goes', () => {
  const archived = aView([{ ...read, archivedAt: READ }]);
  expect(withOpened(aView([three, one]), [two], views(aView([three, one]), archived)).rows).toEqual([
    three,
    one,
  ]);
});

test('a row that was recalled after it was opened goes', () => {
  expect(withOpened(aView([three]), [two], views(aView([three]))).rows).toEqual([three]);
});

test('a row further down than the inbox is loaded stays as it was opened', () => {
  const inbox = aView([three], { more: true });
  expect(withOpened(aView([three]), [two], views(inbox)).rows).toEqual([
    three,
    { ...two, readAt: two.createdAt },
  ]);
});
