import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupKeyOf, isGroupKey } from './group';

test('a key is made of what of a name can stand in one', () => {
  expect(groupKeyOf('Büro Köln')).toBe('buro-koln');
  expect(groupKeyOf('  On-call (EU) ')).toBe('on-call-eu');
  expect(groupKeyOf('東京')).toBe('');
  expect(groupKeyOf(`${'x'.repeat(39)} y`)).toBe('x'.repeat(39));
});

test('what looks like an id is no key', () => {
  expect(isGroupKey('01890a5d-ac96-774b-bcce-b302099a8057')).toBe(false);
  expect(groupKeyOf('01890a5d ac96 774b bcce b302099a8057')).toBe('');
  for (const key of ['', '-', 'a-', '-a', 'A', 'a b', 'x'.repeat(41)]) expect(isGroupKey(key)).toBe(false);
  for (const key of ['a', '7', 'a-b', 'x'.repeat(40)]) expect(isGroupKey(key)).toBe(true);
});

test('whatever a group is called, what is made of it is a key or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
      const key = groupKeyOf(name);
      expect(key === '' || isGroupKey(key)).toBe(true);
    }),
  );
});
