import { expect, test } from 'vitest';
import {
  badgeText,
  bellLabel,
  number,
  olderText,
  people,
  pillText,
  titleText,
  unreadText,
} from './bell-words';

test('the bell says what is unread and what of it is new', () => {
  expect(bellLabel({ unread: 0, unseen: 0 })).toBe('Notifications');
  expect(bellLabel({ unread: 3, unseen: 0 })).toBe('Notifications, 3 unread');
  expect(bellLabel({ unread: 3, unseen: 2 })).toBe('Notifications, 3 unread, 2 new');
});

test('beyond 99 the bell does not count aloud', () => {
  expect(bellLabel({ unread: 99, unseen: 99 })).toBe('Notifications, 99 unread, 99 new');
  expect(bellLabel({ unread: 100, unseen: 250 })).toBe(
    'Notifications, more than 99 unread, more than 99 new',
  );
});

test('the badge shows nothing for none and at most 99+', () => {
  expect([0, -1, 1, 99, 100].map(badgeText)).toEqual([null, null, '1', '99', '99+']);
});

test('the title starts with the number while there is one', () => {
  expect(titleText('Inbox', 0)).toBe('Inbox · Belfry');
  expect(titleText('Inbox', 3)).toBe('(3) Inbox · Belfry');
  expect(titleText('Inbox', 1284)).toBe('(99+) Inbox · Belfry');
});

test('large numbers are exact and have commas', () => {
  expect([0, 999, 1000, 1284, 1_000_000].map(number)).toEqual(['0', '999', '1,000', '1,284', '1,000,000']);
  expect(unreadText(0)).toBe('No unread');
  expect(unreadText(1284)).toBe('1,284 unread');
});

test('one is singular', () => {
  expect(people(1)).toBe('1 person');
  expect(people(0)).toBe('0 people');
  expect(people(1284)).toBe('1,284 people');
  expect(pillText(1)).toBe('1 new notification');
  expect(pillText(3)).toBe('3 new notifications');
  expect(olderText(1)).toBe('1 older notification');
  expect(olderText(50)).toBe('50 older notifications');
});
