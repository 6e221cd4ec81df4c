import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type InboxState, startState } from './inbox-state';
import type { Notification } from './notification';
import { type Act, layOver, pendingActs, shownCounts } from './overlay';
import { countsOf, type MarkAs } from './status';
import type { Counts, Cursor } from './stream';
import { moment, row } from './testing/rows';

const NOW = moment(1_000);
const waiting = { key: 'act-1', at: NOW, until: null };
const mark = (id: string, as: MarkAs): Act => ({ ...waiting, kind: 'mark', id, as });
const seen = (...ids: string[]): Act => ({ ...waiting, kind: 'seen', ids: new Set(ids) });
const readAll = (through: number, filter: 'inbox' | 'unread' | 'archived' = 'inbox'): Act => {
  return { ...waiting, kind: 'readAll', filter, through: { epoch: 'e1', seq: through } };
};

/** A client that holds these rows of an inbox with these counts. */
function holding(items: readonly Notification[], counts: Counts, seq = 10): InboxState {
  return startState({ items, next: null, counts }, { epoch: 'e1', seq });
}

test('an act shows at once, with this client’s time until the server’s is here', () => {
  expect(layOver(row('a', 1), [mark('a', 'read')])).toMatchObject({ readAt: NOW, seenAt: NOW });
  expect(layOver(row('a', 1), [mark('a', 'archived')])).toMatchObject({ archivedAt: NOW });
  expect(layOver(row('a', 1), [seen('b', 'a')])).toMatchObject({ seenAt: NOW, readAt: null });
});

test('a row that no act touches, or changes, is the same object', () => {
  const read = row('a', 1, { readAt: moment(1), seenAt: moment(1) });
  expect(layOver(read, [])).toBe(read);
  expect(layOver(read, [mark('b', 'read'), seen('c')])).toBe(read);
  expect(layOver(read, [mark('a', 'read'), seen('a'), readAll(5)])).toBe(read);
});

test('an undoing of "unread" reads nothing that was made unseen after it', () => {
  const read = { seenAt: moment(1), readAt: moment(1), archivedAt: null };
  const undone = { seq: 5, before: read, after: { ...read, readAt: null } };
  const undo: Act = { ...waiting, kind: 'undo', rows: new Map([['a', undone]]) };
  const seenThen = { seenAt: read.seenAt };
  expect(layOver({ ...row('a', 1, seenThen), seq: 5 }, [undo])).toMatchObject(read);
  expect(layOver({ ...row('a', 1, seenThen), seq: 6 }, [undo])).toMatchObject(read);
  const edited = { ...row('a', 1), seq: 6 };
  expect(layOver(edited, [undo])).toBe(edited);
});

test('acts on one row are laid over it in their order', () => {
  expect(layOver(row('a', 1), [mark('a', 'read'), mark('a', 'unread')]).readAt).toBeNull();
  expect(layOver(row('a', 1), [mark('a', 'unread'), mark('a', 'read')]).readAt).toBe(NOW);
});

test('"read all" reads what its view shows up to where the person could see, and nothing newer', () => {
  const archived = row('c', 2, { archivedAt: moment(3) });
  expect(layOver(row('a', 5), [readAll(5)]).readAt).toBe(NOW);
  expect(layOver(row('b', 6), [readAll(5)]).readAt).toBeNull();
  expect(layOver(archived, [readAll(5)])).toBe(archived);
  expect(layOver(archived, [readAll(5, 'archived')]).readAt).toBe(NOW);
  expect(layOver(row('d', 2), [readAll(5, 'archived')]).readAt).toBeNull();
});

test('counts under an act are those of the server with what the held rows differ by', () => {
  const state = holding([row('a', 9), row('b', 8)], { unread: 40, unseen: 30 });
  expect(shownCounts(state, [])).toBe(state.counts);
  expect(shownCounts(state, [mark('a', 'read')])).toEqual({ unread: 39, unseen: 29 });
  expect(shownCounts(state, [mark('a', 'read'), mark('b', 'archived')])).toEqual({ unread: 38, unseen: 28 });
  expect(shownCounts(state, [seen('a', 'b', 'unknown')])).toEqual({ unread: 40, unseen: 28 });
});

test('an act that the server’s state already shows is not counted twice', () => {
  const state = holding([row('a', 9, { readAt: NOW, seenAt: NOW })], { unread: 7, unseen: 7 });
  expect(shownCounts(state, [mark('a', 'read')])).toEqual({ unread: 7, unseen: 7 });
});

test('an act on a row that is not held changes no count, for nobody knows what it was', () => {
  const state = holding([row('a', 9)], { unread: 7, unseen: 7 });
  expect(shownCounts(state, [mark('elsewhere', 'read')])).toEqual({ unread: 7, unseen: 7 });
});

test('"read all" also reads what is not held; what came later stays', () => {
  const state = holding([row('new', 9), row('old', 3)], { unread: 40, unseen: 30 });
  expect(shownCounts(state, [readAll(5)])).toEqual({ unread: 1, unseen: 1 });
  expect(shownCounts(state, [readAll(5, 'unread')])).toEqual({ unread: 1, unseen: 1 });
  expect(shownCounts(state, [readAll(5), mark('old', 'unread')])).toEqual({ unread: 2, unseen: 1 });
});

test('reading all of the archive moves no count', () => {
  const state = holding([row('a', 9), row('b', 3, { archivedAt: NOW })], { unread: 40, unseen: 30 });
  expect(shownCounts(state, [readAll(9, 'archived')])).toEqual({ unread: 40, unseen: 30 });
});

test('counts are never below nothing, also when the rows are ahead of them', () => {
  const state = holding([row('a', 12), row('b', 11)], { unread: 0, unseen: 0 });
  expect(shownCounts(state, [mark('a', 'read'), mark('b', 'read')])).toEqual({ unread: 0, unseen: 0 });
});

test('an act waits for its answer, and then until the state has reached it', () => {
  const state = holding([], { unread: 0, unseen: 0 }, 10);
  const answered = (until: Cursor): Act => ({ ...mark('a', 'read'), until });
  const ahead = answered({ epoch: 'e1', seq: 11 });
  const reached = answered({ epoch: 'e1', seq: 10 });
  expect(pendingActs([mark('a', 'read'), ahead, reached], state)).toEqual([mark('a', 'read'), ahead]);
});

test('an answer of another history can never be reached, so it is not waited for', () => {
  const state = holding([], { unread: 0, unseen: 0 }, 10);
  expect(pendingActs([{ ...mark('a', 'read'), until: { epoch: 'e0', seq: 99 } }], state)).toEqual([]);
});

test('an answer of a run that was only heard of stays laid over until a sync has said what is true in it', () => {
  const state = holding([], { unread: 0, unseen: 0 }, 10);
  const acts: readonly Act[] = [{ ...mark('a', 'read'), until: { epoch: 'e2', seq: 11 } }];
  expect(pendingActs(acts, { ...state, claim: { epoch: 'e2', seq: 11 } })).toEqual(acts);
  expect(pendingActs(acts, { ...state, epoch: 'e2' })).toEqual(acts);
  expect(pendingActs(acts, { ...state, epoch: 'e2', seq: 11 })).toEqual([]);
});

test('while nothing is done, the list of acts is the same object', () => {
  const acts = [mark('a', 'read')];
  expect(pendingActs(acts, holding([], { unread: 0, unseen: 0 }))).toBe(acts);
});

test('where every row is held, the counts shown are those of the rows shown', () => {
  const time = fc.option(fc.constantFrom(moment(1), moment(2)));
  const rows = fc
    .array(fc.record({ seenAt: time, readAt: time, archivedAt: time }), { maxLength: 6 })
    .map((all) => all.map((marks, n) => row(`r${n}`, n + 1, marks)));
  const id = fc.integer({ min: 0, max: 5 }).map((n) => `r${n}`);
  const as = fc.constantFrom<MarkAs>('seen', 'read', 'unread', 'archived', 'restored');
  const act = fc.oneof(
    fc.tuple(id, as).map(([id, as]) => mark(id, as)),
    fc.array(id).map((ids) => seen(...ids)),
    // Bounded by what was seen, which is everything here.
    fc.constantFrom<Act>(readAll(10), readAll(10, 'unread'), readAll(10, 'archived')),
  );
  fc.assert(
    fc.property(rows, fc.array(act, { maxLength: 5 }), (items, acts) => {
      const total = (all: readonly Notification[]) => {
        const each = all.map(countsOf);
        return {
          unread: each.reduce((sum, { unread }) => sum + unread, 0),
          unseen: each.reduce((sum, { unseen }) => sum + unseen, 0),
        };
      };
      const shown = items.map((item) => layOver(item, acts));
      expect(shownCounts(holding(items, total(items)), acts)).toEqual(total(shown));
    }),
    { numRuns: 1_000 },
  );
});
