import { expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { parseIdempotencyKey } from './idempotency-key';

const UUID = '0196d3f0-0000-7000-8000-00000000000a';

test('without the header there is no key', () => {
  expect(parseIdempotencyKey(null, 'key')).toBeNull();
  expect(parseIdempotencyKey(null, 'operation')).toBeNull();
});

for (const [header, key] of [
  ['deploy-42', 'deploy-42'],
  ['"deploy-42"', 'deploy-42'],
  ['!~', '!~'],
  ['a"b\\c', 'a"b\\c'],
  ['"a\\"b\\\\c"', 'a"b\\c'],
  ['x'.repeat(255), 'x'.repeat(255)],
  [`"${'x'.repeat(255)}"`, 'x'.repeat(255)],
] as const) {
  test(`${header.slice(0, 20)} names the key ${key.slice(0, 20)}`, () => {
    expect(parseIdempotencyKey(header, 'key')).toBe(key);
  });
}

for (const header of [
  '',
  '""',
  ' ',
  'a b',
  '"a b"',
  'é',
  'a\tb',
  '"a',
  'a, b',
  '"a"b"',
  '"a\\b"',
  '"a";p=1',
]) {
  test(`“${header}” is no key`, () => {
    expect(refusalOf(() => parseIdempotencyKey(header, 'key'))).toMatchObject({
      code: 'invalid',
      errors: [{ path: 'Idempotency-Key', message: expect.stringContaining('255') }],
    });
  });
}

test('256 characters are too many, quoted or not', () => {
  for (const header of ['x'.repeat(256), `"${'x'.repeat(256)}"`]) {
    expect(refusalOf(() => parseIdempotencyKey(header, 'key'))).toMatchObject({ code: 'invalid' });
  }
});

test('what becomes an operation’s id is a UUID, in lower case', () => {
  for (const header of [UUID, UUID.toUpperCase(), `"${UUID}"`]) {
    expect(parseIdempotencyKey(header, 'operation')).toBe(UUID);
  }
  for (const header of ['deploy-42', `${UUID}0`, UUID.replaceAll('-', ''), UUID.replace('a', 'g')]) {
    expect(refusalOf(() => parseIdempotencyKey(header, 'operation'))).toMatchObject({
      code: 'invalid',
      errors: [{ path: 'Idempotency-Key', message: expect.stringContaining('UUID') }],
    });
  }
});

function refusalOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof AppError ? error : 'a defect';
  }
}
