import { expect, test } from 'vitest';
import { forget, UNSHOWN_MAX } from './forget';
import { type Held, type InboxState, startState } from './inbox-state';
import { row } from './testing/rows';

const AT = { epoch: 'e1', seq: 10 };

/** A state whose inbox is loaded down to 5_000, with these rows. */
function holding(rows: Iterable<readonly [string, Held]>): InboxState {
  const page = { items: [row('bottom', 5_000)], next: '5000', counts: { unread: 1, unseen: 1 } };
  return { ...startState(page, AT), rows: new Map(rows) };
}
const tombstones = (from: number, count: number): [string, Held][] =>
  Array.from({ length: count }, (_, n) => [`gone-${from + n}`, { seq: from + n, item: null }]);

test('a thousand rows that nobody sees are kept', () => {
  const state = holding(tombstones(1, UNSHOWN_MAX));
  expect(forget(state)).toBe(state);
});

test('one more, and the oldest half is forgotten, and the floor rises to the newest of them', () => {
  const after = forget(holding(tombstones(1, UNSHOWN_MAX + 1)));
  expect(after.rows.size).toBe(UNSHOWN_MAX / 2);
  expect([...after.rows.values()].every(({ seq }) => seq > UNSHOWN_MAX / 2 + 1)).toBe(true);
  expect(after.floor).toBe(UNSHOWN_MAX / 2 + 1);
});

test('what a view shows is never forgotten, however much it is and however old', () => {
  const shown = Array.from({ length: 3_000 }, (_, n) => row(`shown-${n}`, 5_000 + n, { seq: 1 }));
  const state = holding(shown.map((item) => [item.id, { seq: item.seq, item }]));
  expect(forget(state)).toBe(state);

  const both = forget(holding([...state.rows, ...tombstones(100, UNSHOWN_MAX + 1)]));
  expect(shown.every(({ id }) => both.rows.has(id))).toBe(true);
  expect(both.rows.size).toBe(3_000 + UNSHOWN_MAX / 2);
});

test('rows below what is loaded, and of views that are not, count as unseen by anybody', () => {
  const below = Array.from({ length: 600 }, (_, n) => row(`below-${n}`, 1_000 + n));
  const archived = Array.from({ length: 600 }, (_, n) =>
    row(`archived-${n}`, 6_000 + n, { archivedAt: 'then' }),
  );
  const held = [...below, ...archived].map((item): [string, Held] => [item.id, { seq: item.seq, item }]);
  const after = forget(holding(held));
  expect(after.rows.size).toBe(UNSHOWN_MAX / 2);
  expect([...after.rows.keys()].every((id) => id.startsWith('archived'))).toBe(true);

  const state = holding(held);
  const opened = { ...state, extents: { ...state.extents, archived: { bottom: 0, next: null } } };
  expect(forget(opened)).toBe(opened);
});

test('the floor never sinks', () => {
  const after = forget({ ...holding(tombstones(1, UNSHOWN_MAX + 1)), floor: 70_000 });
  expect(after.floor).toBe(70_000);
});
