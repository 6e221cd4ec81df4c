import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PusherError } from './errors';
import { parseQuery } from './query';

const entries = (query: string) => [...parseQuery(query)];

test('names are lower-cased, values decoded, and a plus stays a plus', () => {
  expect(entries('Auth_Key=k&a=1%202&b=1+2&c&d=&e=x=y')).toEqual([
    ['auth_key', 'k'],
    ['a', '1 2'],
    ['b', '1+2'],
    ['c', ''],
    ['d', ''],
    ['e', 'x=y'],
  ]);
  expect(entries('')).toEqual([]);
  expect(entries('&&a=1&')).toEqual([['a', '1']]);
});

test('a parameter given twice is refused, in any case and encoding', () => {
  for (const query of ['a=1&a=2', 'a=1&A=2', 'a=1&%61=1', '__proto__=1&__proto__=2']) {
    expect(() => parseQuery(query), query).toThrow('twice');
  }
});

test("broken encoding is the sender's mistake", () => {
  for (const query of ['a=%', '%ff=1', 'a=%E0%A4%A']) expect(() => parseQuery(query)).toThrow(PusherError);
});

test('random queries are read or refused, never a defect', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (query) => {
      try {
        parseQuery(query);
      } catch (error) {
        expect(error).toBeInstanceOf(PusherError);
      }
    }),
  );
});
