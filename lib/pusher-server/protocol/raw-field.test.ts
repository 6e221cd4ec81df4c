import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rawField } from './raw-field';

test('a field is read to the character', () => {
  const read = (value: string) => rawField(`{"event":"x","data":${value},"channel":"a"}`, 'data');
  for (const value of [
    '9007199254740993',
    '1e999',
    '-0.0',
    '1.10',
    '"\\ud800"',
    '"\\u0041"',
    '"}],\\"data\\":1"',
    '{"b":1,"a":{"data":2},"b":3}',
    '[{"data":1},":",{}]',
    'null',
    '{}',
    '""',
  ]) {
    expect(read(value)).toBe(value);
  }
});

test('spaces around it are not part of it, and the last of several counts', () => {
  expect(rawField(' {\n"data" :\t[1, 2] \n} ', 'data')).toBe('[1, 2]');
  expect(rawField('{"data":1,"d\\u0061ta":2}', 'data')).toBe('2');
  expect(rawField('{"data":1,"x":{"data":2}}', 'data')).toBe('1');
});

test('a field that is not there is undefined', () => {
  for (const json of ['{}', '{ }', '{"x":"data"}', '{"x":{"data":1}}', '{"x":[{"data":1}]}', '{"":1}']) {
    expect(rawField(json, 'data'), json).toBeUndefined();
  }
  expect(rawField('{}', '')).toBeUndefined();
  expect(rawField('{"":1}', '')).toBe('1');
});

test('what it finds is what JSON.parse finds', () => {
  const key = fc.constantFrom('data', 'a', '"', ':', '{', '\\', '');
  fc.assert(
    fc.property(fc.dictionary(key, fc.jsonValue()), key, fc.nat(2), (fields, name, indent) => {
      const found = rawField(JSON.stringify(fields, null, indent), name);
      expect(found === undefined ? undefined : JSON.parse(found)).toEqual(
        Object.hasOwn(fields, name) ? JSON.parse(JSON.stringify(fields[name])) : undefined,
      );
    }),
  );
});
