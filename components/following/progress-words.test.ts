import { expect, test } from 'vitest';
import { latenessText, onlineText } from './progress-words';

const at = (ms: number) => new Date(Date.parse('2030-05-15T10:00:00Z') + ms).toISOString();

test('what went out on time says nothing, what was late says by how much', () => {
  expect(latenessText(null, at(0))).toBeNull();
  expect(latenessText(at(0), null)).toBeNull();
  expect(latenessText(at(0), at(2_000))).toBeNull();
  expect(latenessText(at(5_000), at(0))).toBeNull();
  expect(latenessText(at(0), at(12_300))).toBe('went out 12 s late');
  expect(latenessText(at(0), at(185_000))).toBe('went out 3 min late');
  expect(latenessText(at(0), at(5 * 3_600_000))).toBe('went out 5 h late');
  expect(latenessText(at(0), at(72 * 3_600_000))).toBe('went out 3 days late');
});

test('who is online is said with who has it, and the rest is away', () => {
  const figures = {
    targeted: 1_300,
    delivered: 1_000,
    pending: 284,
    skipped: 16,
    seen: 0,
    read: 0,
    clicked: 0,
  };
  expect(onlineText({ delivered: 310, pending: 2 }, figures)).toBe(
    '312 of its people are online now and 310 of them have it; 972 are away.',
  );
  expect(onlineText({ delivered: 312, pending: 0 }, figures)).toContain('all of them have it');
  expect(onlineText({ delivered: 0, pending: 0 }, figures)).toBe(
    'None of its people is online now; 1,284 are away.',
  );
  expect(onlineText({ delivered: 1, pending: 0 }, figures)).toContain(
    '1 of its people is online now and has it',
  );
  // The two were counted a moment apart.
  expect(onlineText({ delivered: 2_000, pending: 0 }, figures)).toContain('; 0 are away.');
});
