import { expect, test } from 'vitest';
import { leftBehindText, unsentText } from './connection/unsent-words';
import { doneText, refusedText, undoText } from './list/done-words';
import { categoryText, hostOf, rowPrefix, severityWord } from './list/row-words';

test('an act is confirmed with its number when that is known', () => {
  expect(doneText({ did: 'archive', count: 1, title: null })).toBe('Archived.');
  expect(doneText({ did: 'readAll', count: 1284, title: null })).toBe('1,284 marked as read.');
  expect(doneText({ did: 'readAll', count: null, title: null })).toBe('All marked as read.');
});

test('what is undone is called by its title', () => {
  const archived = { did: 'archive', count: 1, title: 'Disk full' } as const;
  expect(doneText(archived)).toBe('Archived “Disk full”.');
  expect(undoText(archived)).toBe('Undo: archived “Disk full”');
  expect(undoText({ did: 'readAll', count: 3, title: null })).toBe('Undo: 3 marked as read');
});

test('what waits to be sent is counted, and it is said when it cannot be kept', () => {
  expect(unsentText({ count: 1, unkept: 0 })).toBe('1 change is waiting to be sent.');
  expect(unsentText({ count: 1200, unkept: 0 })).toBe('1,200 changes are waiting to be sent.');
  expect(unsentText({ count: 2, unkept: 2 })).toContain('Keep this page open');
  expect(leftBehindText(1, 0)).toContain('sends it when you sign in here again');
  expect(leftBehindText(2, 1)).toContain('they are lost when you sign out');
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
