import { expect, test } from 'vitest';
import { actOf, queueOf } from './testing/queue-of';

test('what nothing is before begins at once, without even a turn of the event loop', () => {
  const { add, begun } = queueOf();
  add(actOf('read a', 'a'));
  add(actOf('read b', 'b'));
  expect(begun).toEqual(['read a', 'read b']);
});

test('two on one row are one after the other', async () => {
  const { add, begun, ends } = queueOf();
  for (const key of ['first', 'second', 'third']) add(actOf(key, 'a'));
  expect(begun).toEqual(['first']);
  await ends('first');
  expect(begun).toEqual(['first', 'second']);
  await ends('second');
  expect(begun).toEqual(['first', 'second', 'third']);
});

test('one on many rows follows all before it, and all after it follow', async () => {
  const { add, begun, ends } = queueOf();
  add(actOf('a', 'a'));
  add(actOf('b', 'b'));
  add(actOf('all', null));
  add(actOf('c', 'c'));
  await ends('b');
  expect(begun).toEqual(['a', 'b']);
  await ends('a');
  expect(begun).toEqual(['a', 'b', 'all']);
  await ends('all');
  expect(begun).toEqual(['a', 'b', 'all', 'c']);
});

test('no more than six are asked for at once: a browser refuses too many that are to outlive their page', async () => {
  const { add, begun, ends } = queueOf();
  for (let n = 1; n <= 8; n += 1) add(actOf(`act ${n}`, `row ${n}`));
  expect(begun).toHaveLength(6);
  await ends('act 3');
  expect(begun.at(-1)).toBe('act 7');
  expect(begun).toHaveLength(7);
});

test('what waits can be cancelled with its undoing, what was asked for cannot, and nothing waits for what has left', async () => {
  const { queue, add, begun, ends, heard } = queueOf();
  add(actOf('first', 'a'));
  add(actOf('all', null));
  add(actOf('b', 'b'));
  expect(begun).toEqual(['first']);
  queue.undo(actOf('undo all', null), 'all');
  expect(heard.cancelled).toEqual(['all']);
  expect(begun).toEqual(['first', 'b']);
  queue.undo(actOf('undo first', null), 'first');
  expect(heard.cancelled).toEqual(['all']);
  await ends('first');
  await ends('b');
  expect(begun).toEqual(['first', 'b', 'undo first']);
});

test('without a place to keep it everything begins in its order when the page is left, and once', async () => {
  const { add, begun, ends, queue } = queueOf();
  for (const name of ['first', 'second', 'third']) add(actOf(name, 'a'));
  add(actOf('all', null));
  queue.flush();
  expect(begun).toEqual(['first', 'second', 'third', 'all']);
  queue.flush();
  await ends('first');
  await ends('second');
  expect(begun).toHaveLength(4);
});

test('no more than five hundred wait', () => {
  const { add } = queueOf();
  for (let n = 0; n < 500; n += 1) expect(add(actOf(`act ${n}`, 'a'))).toBe(true);
  expect(add(actOf('one more', 'a'))).toBe(false);
});
