import { expect, test } from 'vitest';
import { forgetConfirmed, isJustConfirmed, noteConfirmed } from './just-confirmed';

test('whoever has just confirmed a broadcast is known on its page, once, and on no other', () => {
  expect(isJustConfirmed('a')).toBe(false);
  noteConfirmed('a');
  expect(isJustConfirmed('b')).toBe(false);
  // Rendered twice before it is there.
  expect([isJustConfirmed('a'), isJustConfirmed('a')]).toEqual([true, true]);
  forgetConfirmed();
  expect(isJustConfirmed('a')).toBe(false);
});
