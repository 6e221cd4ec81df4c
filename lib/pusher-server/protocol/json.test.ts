import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJsonObject, parseJson } from './json';

test('JSON is read, anything else is undefined', () => {
  expect(parseJson('{"a":[1,"}]"]}')).toEqual({ a: [1, '}]'] });
  expect(parseJson('"\\"[[["')).toBe('"[[[');
  for (const text of ['', '{', 'undefined', "{'a':1}", '[1,]', 'NaN'])
    expect(parseJson(text)).toBeUndefined();
});

test('64 levels are read, 65 are not, and brackets in strings are no levels', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  expect(parseJson(nested(64))).toBeDefined();
  expect(parseJson(nested(65))).toBeUndefined();
  expect(parseJson(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`)).toBeUndefined();
  expect(parseJson(JSON.stringify(nested(1_000)))).toBe(nested(1_000));
  expect(parseJson(`"${'\\"['.repeat(100)}"`)).toBe('"['.repeat(100));
});

test('what was read can be written again, however it was nested', () => {
  const frame = '['.repeat(8_000);
  expect(() => JSON.stringify(parseJson(frame))).not.toThrow();
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 10 }), (value) => {
      expect(JSON.stringify(parseJson(JSON.stringify(value)))).toBe(JSON.stringify(value));
    }),
  );
});

test('only an object is an object', () => {
  expect(isJsonObject({})).toBe(true);
  for (const value of [null, [], 'a', 1, undefined]) expect(isJsonObject(value)).toBe(false);
});
