import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from './limits';
import { memberFromUser, parseMember } from './presence-member';

const parse = (data: unknown) => parseMember(JSON.stringify(data), DEFAULT_LIMITS);

test('a number counts as its digits and is echoed as it came', () => {
  expect(parse({ user_id: 7 })).toEqual({ id: '7', idJson: '7', infoJson: null });
  expect(parse({ user_id: '7' })).toEqual({ id: '7', idJson: '"7"', infoJson: null });
});

test('user_info is anything, or nothing', () => {
  for (const user_info of [null, 1, 'a', [], { name: 'Ö' }]) {
    expect(parse({ user_id: 'a', user_info })).toMatchObject({ infoJson: JSON.stringify(user_info) });
  }
  expect(parse({ user_id: 'a' })).toMatchObject({ infoJson: null });
});

test('an id has 1 to 128 characters, the info 1 KiB', () => {
  expect(parse({ user_id: 'x'.repeat(128) })).toMatchObject({ idJson: expect.any(String) });
  for (const user_id of ['', 'x'.repeat(129), null, undefined, true, {}, ['a']]) {
    expect(parse({ user_id }), JSON.stringify(user_id)).toEqual(expect.stringContaining('user_id'));
  }
  expect(parse({ user_id: 'a', user_info: 'x'.repeat(1_022) })).toMatchObject({ id: 'a' });
  expect(parse({ user_id: 'a', user_info: 'x'.repeat(1_023) })).toEqual(expect.stringContaining('user_info'));
});

test('what is no string of JSON names nobody', () => {
  for (const data of [
    undefined,
    null,
    1,
    { user_id: 'a' },
    '',
    '{',
    '"a"',
    '[]',
    'null',
    '['.repeat(8_000),
  ]) {
    expect(parseMember(data, DEFAULT_LIMITS)).toEqual(expect.any(String));
  }
  fc.assert(fc.property(fc.anything(), (data) => void parseMember(data, DEFAULT_LIMITS)));
});

test('a signed-in user is a member by their id', () => {
  expect(memberFromUser({ id: 'u1', user_info: { a: 1 } }, DEFAULT_LIMITS)).toEqual({
    id: 'u1',
    idJson: '"u1"',
    infoJson: '{"a":1}',
  });
});

test('a number that is read as another one names nobody', () => {
  const parsed = (userId: string) => parseMember(`{"user_id":${userId}}`, DEFAULT_LIMITS);
  expect(parsed('9007199254740991')).toMatchObject({ id: '9007199254740991' });
  for (const userId of ['9007199254740992', '9007199254740993', '1e999', '-1e999']) {
    expect(parsed(userId), userId).toEqual(expect.stringContaining('user_id'));
  }
});

test('user_info keeps what JavaScript would write otherwise', () => {
  const infoJson = '{"id":9007199254740993,"price":1.10}';
  expect(parseMember(`{"user_id":"a","user_info": ${infoJson} }`, DEFAULT_LIMITS)).toMatchObject({
    infoJson,
  });
});
