import { expect, test } from 'vitest';
import { countdownSpeech, countdownText } from './hold-words';

test('the countdown never shows 0 before the end, and says so at the end', () => {
  expect([9_000, 8_999, 1_000, 1, 0, -5].map(countdownText)).toEqual([
    'Sending in 9…',
    'Sending in 9…',
    'Sending in 1…',
    'Sending in 1…',
    'Sending…',
    'Sending…',
  ]);
});

test('a long hold is counted in minutes and hours', () => {
  expect([60_000, 125_000, 3_600_000, 3_725_000].map(countdownText)).toEqual([
    'Sending in 1 min…',
    'Sending in 2 min 5 s…',
    'Sending in 1 h…',
    'Sending in 1 h 2 min…',
  ]);
});

test('who listens hears how long, what to do about it, and the end', () => {
  expect(countdownSpeech(9_500)).toBe('Sending in 10 seconds. Press Undo to take it back.');
  expect(countdownSpeech(61_000)).toBe('Sending in 1 minute 1 second. Press Undo to take it back.');
  expect(countdownSpeech(0)).toBe('Sending now.');
});
