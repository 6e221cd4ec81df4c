import { expect, test } from 'vitest';
import { createActQueue } from './act-queue';

/** A queue whose turns end when the test says. */
function queueOf() {
  const queue = createActQueue();
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    queue,
    begun,
    add: (name: string, row: string | null) =>
      queue.add({
        row,
        run() {
          begun.push(name);
          return new Promise((end) => ends.set(name, end));
        },
      }),
    async ends(name: string): Promise<void> {
      ends.get(name)?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('what nothing is before begins at once, without even a turn of the event loop', () => {
  const { add, begun } = queueOf();
  add('read a', 'a');
  add('read b', 'b');
  expect(begun).toEqual(['read a', 'read b']);
});

test('two on one row are one after the other', async () => {
  const { add, begun, ends } = queueOf();
  add('first', 'a');
  add('second', 'a');
  add('third', 'a');
  expect(begun).toEqual(['first']);
  await ends('first');
  expect(begun).toEqual(['first', 'second']);
  await ends('second');
  expect(begun).toEqual(['first', 'second', 'third']);
});

test('one on many rows follows all before it, and all after it follow', async () => {
  const { add, begun, ends } = queueOf();
  add('a', 'a');
  add('b', 'b');
  add('all', null);
  add('c', 'c');
  await ends('b');
  expect(begun).toEqual(['a', 'b']);
  await ends('a');
  expect(begun).toEqual(['a', 'b', 'all']);
  await ends('all');
  expect(begun).toEqual(['a', 'b', 'all', 'c']);
});

test('what waits can leave, what has begun cannot, and nothing waits for what has left', async () => {
  const { add, begun, ends } = queueOf();
  const first = add('first', 'a');
  const all = add('all', null);
  add('b', 'b');
  expect(begun).toEqual(['first']);
  expect(first()).toBe(false);
  expect(all()).toBe(true);
  expect(all()).toBe(false);
  expect(begun).toEqual(['first', 'b']);
  await ends('first');
  expect(begun).toEqual(['first', 'b']);
});

test('when the page is left everything begins in its order, and once', async () => {
  const { add, begun, ends, queue } = queueOf();
  for (const name of ['first', 'second', 'third']) add(name, 'a');
  add('all', null);
  queue.flush();
  expect(begun).toEqual(['first', 'second', 'third', 'all']);
  queue.flush();
  await ends('first');
  await ends('second');
  expect(begun).toHaveLength(4);
});
