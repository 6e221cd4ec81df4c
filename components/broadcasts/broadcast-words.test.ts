import { expect, test } from 'vitest';
import { AUDIENCES, audienceText, audienceValue, isTyped, share } from './broadcast-words';

test('the number may be typed with or without its comma', () => {
  expect(isTyped('1284', 1284)).toBe(true);
  expect(isTyped(' 1,284 ', 1284)).toBe(true);
  expect(isTyped('1.284', 1284)).toBe(true);
});

test('another number, a part of it or nothing is not the number', () => {
  for (const typed of ['', '128', '12840', 'all', '1284 people']) expect(isTyped(typed, 1284)).toBe(false);
});

test('a share is only all or nothing when it really is', () => {
  expect(share(1284, 1284)).toBe('100 %');
  expect(share(1283, 1284)).toBe('99 %');
  expect(share(1, 1284)).toBe('1 %');
  expect(share(0, 1284)).toBe('0 %');
  expect(share(0, 0)).toBeNull();
});

test('every audience that can be chosen has a value and words of its own', () => {
  expect(AUDIENCES.map(audienceValue)).toEqual(['everyone', 'role:member', 'role:sender', 'role:admin']);
  expect(AUDIENCES.map(audienceText)).toEqual(['Everyone', 'Members', 'Senders', 'Administrators']);
});
