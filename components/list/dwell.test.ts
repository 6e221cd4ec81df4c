import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDwell } from './dwell';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watched() {
  const told: string[][] = [];
  return { told, dwell: createDwell((ids) => told.push([...ids])) };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('a row that stayed in sight for a second is seen, and those of one moment are told together', async () => {
  const { told, dwell } = watched();
  dwell.enter('a');
  dwell.enter('b');
  await pass(999);
  expect(told).toEqual([]);
  await pass(1);
  expect(told.flat().sort()).toEqual(['a', 'b']);
});

test('a row that was scrolled past is not seen', async () => {
  const { told, dwell } = watched();
  dwell.enter('a');
  await pass(900);
  dwell.leave('a');
  dwell.enter('a');
  await pass(900);
  expect(told).toEqual([]);
  await pass(100);
  expect(told).toEqual([['a']]);
});

test('an arrival does not start the second of the others again', async () => {
  const { told, dwell } = watched();
  dwell.enter('a');
  await pass(800);
  dwell.enter('b');
  await pass(200);
  expect(told).toEqual([['a']]);
});

test('nothing is seen in a hidden tab, and the second starts over when it is shown', async () => {
  const { told, dwell } = watched();
  dwell.enter('a');
  await pass(900);
  dwell.pause();
  await pass(5_000);
  dwell.enter('b');
  await pass(5_000);
  expect(told).toEqual([]);
  dwell.resume();
  await pass(999);
  expect(told).toEqual([]);
  await pass(1);
  expect(told.flat().sort()).toEqual(['a', 'b']);
});

test('a row is told once, unless it was forgotten meanwhile', async () => {
  const { told, dwell } = watched();
  dwell.enter('a');
  await pass(1_000);
  dwell.leave('a');
  dwell.enter('a');
  await pass(5_000);
  expect(told).toEqual([['a']]);
  dwell.forget('a');
  dwell.enter('a');
  await pass(1_000);
  expect(told).toEqual([['a'], ['a']]);
});

test('after the stop nothing is told', async () => {
  const { told, dwell } = watched();
  dwell.enter('a');
  dwell.stop();
  await pass(5_000);
  expect(told).toEqual([]);
});
