import { expect, test } from 'vitest';
import { loadAgain } from './load-again';

/** Fails so many times, and then answers. */
function line(failures: number) {
  const waited: number[] = [];
  let tries = 0;
  const load = async () => {
    tries += 1;
    if (tries <= failures) throw new Error('The chunk did not come.');
    return 'what was asked for';
  };
  const wait = async (ms: number) => void waited.push(ms);
  return { answer: loadAgain(load, 'something else', wait), waited, tries: () => tries };
}

test('what comes at once is not waited for', async () => {
  const { answer, waited } = line(0);
  expect([await answer, waited]).toEqual(['what was asked for', []]);
});

test('what does not come is asked for again, with growing pauses', async () => {
  const { answer, waited } = line(3);
  expect([await answer, waited]).toEqual(['what was asked for', [1_000, 2_000, 5_000]]);
});

test('what never comes is given up after some two minutes, and nothing is thrown', async () => {
  const { answer, waited, tries } = line(Number.POSITIVE_INFINITY);
  expect(await answer).toBe('something else');
  expect(tries()).toBe(7);
  expect(waited.reduce((sum, ms) => sum + ms, 0)).toBe(108_000);
});
