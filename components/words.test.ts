import { expect, test } from 'vitest';
import { doneText, refusedText } from './list/done-words';
import { categoryText, hostOf, rowPrefix, severityWord } from './list/row-words';

test('an act is confirmed with its number when that is known', () => {
  expect(doneText({ operation: 'o', did: 'archive', count: 1 })).toBe('Archived.');
  expect(doneText({ operation: 'o', did: 'readAll', count: 1284 })).toBe('1,284 marked as read.');
  expect(doneText({ operation: 'o', did: 'readAll', count: null })).toBe('All marked as read.');
});

test('a refusal says what could not be done', () => {
  expect(refusedText('archive')).toBe("Couldn't archive.");
  expect(refusedText('unread')).toBe("Couldn't mark as unread.");
});

test('a row is introduced by what its look says', () => {
  const readAt = '2026-11-03T14:05:00.000Z';
  expect(rowPrefix({ readAt: null, severity: 'info' })).toBe('Unread. ');
  expect(rowPrefix({ readAt: null, severity: 'critical' })).toBe('Unread. Critical. ');
  expect(rowPrefix({ readAt, severity: 'warning' })).toBe('Warning. ');
  expect(rowPrefix({ readAt, severity: 'success' })).toBe('');
});

test('severity has a word from warning upwards', () => {
  expect((['info', 'success', 'warning', 'critical'] as const).map(severityWord)).toEqual([
    null,
    null,
    'Warning',
    'Critical',
  ]);
});

test('a category reads as words', () => {
  expect(categoryText('on-call')).toBe('On call');
  expect(categoryText('deploys')).toBe('Deploys');
  expect(categoryText('--')).toBe('');
});

test('the host is shown of links that leave this site', () => {
  expect(hostOf('/reports/7')).toBeNull();
  expect(hostOf('https://status.example.org:8443/x?y')).toBe('status.example.org:8443');
});
