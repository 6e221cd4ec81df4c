import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FILTERS, type Marks } from './notification';
import { applyMark, countsOf, type MarkAs, matches } from './status';

const NONE: Marks<number> = { seenAt: null, readAt: null, archivedAt: null };
const ACTIONS: readonly MarkAs[] = ['seen', 'read', 'unread', 'archived', 'restored'];
const time = fc.option(fc.nat(100));
const marks = fc.record({ seenAt: time, readAt: time, archivedAt: time });

test('reading implies seeing', () => {
  expect(applyMark(NONE, 'read', 5)).toEqual({ seenAt: 5, readAt: 5, archivedAt: null });
});

test('seeing is not reading', () => {
  expect(applyMark(NONE, 'seen', 5)).toEqual({ seenAt: 5, readAt: null, archivedAt: null });
});

test('the first time of seeing, reading and archiving is kept', () => {
  const first = { seenAt: 1, readAt: 2, archivedAt: 3 };
  for (const as of ['seen', 'read', 'archived'] as const) expect(applyMark(first, as, 9)).toBe(first);
  expect(applyMark({ seenAt: 1, readAt: null, archivedAt: null }, 'read', 9).seenAt).toBe(1);
});

test('unread leaves the row seen, so the badge does not jump', () => {
  const read = applyMark(NONE, 'read', 5);
  expect(applyMark(read, 'unread', 9)).toEqual({ seenAt: 5, readAt: null, archivedAt: null });
});

test('archiving sees the row and leaves whether it was read, so that restoring is exact', () => {
  const archived = applyMark(NONE, 'archived', 5);
  expect(archived).toEqual({ seenAt: 5, readAt: null, archivedAt: 5 });
  expect(applyMark(archived, 'restored', 9)).toEqual({ seenAt: 5, readAt: null, archivedAt: null });
  const read = { seenAt: 1, readAt: 2, archivedAt: null };
  expect(applyMark(applyMark(read, 'archived', 5), 'restored', 9)).toEqual(read);
});

test('an action that changes nothing answers the same object', () => {
  expect(applyMark(NONE, 'unread', 5)).toBe(NONE);
  expect(applyMark(NONE, 'restored', 5)).toBe(NONE);
  fc.assert(
    fc.property(marks, fc.constantFrom(...ACTIONS), (before, as) => {
      const after = applyMark(before, as, 500);
      expect(applyMark(after, as, 900)).toBe(after);
      const same = (Object.keys(NONE) as (keyof typeof NONE)[]).every((key) => after[key] === before[key]);
      expect(after === before).toBe(same);
    }),
  );
});

test('archived rows stand only in the archived view, unread ones in both others', () => {
  const views = (row: Marks<number>) => FILTERS.filter((filter) => matches(filter, row));
  expect(views(NONE)).toEqual(['inbox', 'unread']);
  expect(views({ ...NONE, readAt: 1 })).toEqual(['inbox']);
  expect(views({ ...NONE, archivedAt: 1 })).toEqual(['archived']);
  expect(views({ seenAt: 1, readAt: 1, archivedAt: 1 })).toEqual(['archived']);
});

test('a row counts as unread until it is read and as unseen until it is seen', () => {
  expect(countsOf(NONE)).toEqual({ unread: 1, unseen: 1 });
  expect(countsOf({ ...NONE, seenAt: 1 })).toEqual({ unread: 1, unseen: 0 });
  expect(countsOf({ ...NONE, seenAt: 1, readAt: 1 })).toEqual({ unread: 0, unseen: 0 });
});

test('an archived row counts nowhere', () => {
  expect(countsOf({ ...NONE, archivedAt: 1 })).toEqual({ unread: 0, unseen: 0 });
});

test('every row stands in the inbox or the archive, never in both, and counts as unread where the unread view shows it', () => {
  fc.assert(
    fc.property(marks, (row) => {
      expect(matches('inbox', row)).toBe(!matches('archived', row));
      expect(countsOf(row).unread === 1).toBe(matches('unread', row));
    }),
  );
});
