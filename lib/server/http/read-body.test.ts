import { expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { onlyOnce } from './read-body';

function refusal(query: string): AppError {
  try {
    onlyOnce(new URLSearchParams(query));
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`accepted ${query.slice(0, 40)}`);
}

const pairs = (count: number) => Array.from({ length: count }, (_, index) => `n${index}=`).join('&');

test('pairs become an object, also when a name is one that every object has', () => {
  expect(onlyOnce(new URLSearchParams('a=1&b=&toString=x'))).toEqual({ a: '1', b: '', toString: 'x' });
  expect(Object.keys(onlyOnce(new URLSearchParams('__proto__=1')))).toEqual(['__proto__']);
});

test('a name given twice is refused, and named once however often it comes', () => {
  expect(refusal('a=1&b=2&a=1&c=3&c=4&a=5').errors).toEqual([
    { path: 'a', message: 'This is given more than once.' },
    { path: 'c', message: 'This is given more than once.' },
  ]);
});

test('fifty pairs are taken, one more is refused', () => {
  expect(Object.keys(onlyOnce(new URLSearchParams(pairs(50))))).toHaveLength(50);
  expect(refusal(pairs(51))).toMatchObject({ code: 'invalid', message: 'At most 50 fields may be given.' });
});

test('a full body of names is refused for their number, before any is compared with another', () => {
  // Comparing each with each takes over half a second of a blocked process.
  const names = Array.from({ length: 16_000 }, (_, index) => index.toString(36)).join('&');
  for (const text of [names, names.replaceAll(/[^&]+/g, 'x')]) {
    expect(refusal(text)).toMatchObject({ message: 'At most 50 fields may be given.', errors: [] });
  }
});
