import { expect, test } from 'vitest';
import type { Figures } from '@/lib/inbox/broadcast';
import { createMilestones } from './milestones';

const of = (delivered: number, targeted = 1_284): Figures => ({
  targeted,
  delivered,
  pending: targeted - delivered,
  skipped: 0,
  seen: 0,
  read: 0,
  clicked: 0,
});

test('a quarter, a half, three quarters and all are spoken, each once', () => {
  const say = createMilestones(of(0));
  const spoken = [1, 320, 321, 400, 642, 650, 963, 1_283, 1_284, 1_284].map((delivered) =>
    say(of(delivered)),
  );
  expect(spoken).toEqual([
    null,
    null,
    '25 % delivered. 321 of 1,284 delivered.',
    null,
    '50 % delivered. 642 of 1,284 delivered.',
    null,
    '75 % delivered. 963 of 1,284 delivered.',
    null,
    '100 % delivered. 1,284 of 1,284 delivered.',
    null,
  ]);
});

test('a leap over several is one sentence, and what was passed before is not spoken', () => {
  expect(createMilestones(of(0))(of(1_000))).toMatch(/^75 %/);
  const say = createMilestones(of(700));
  expect(say(of(700))).toBeNull();
  expect(say(of(600))).toBeNull();
  expect(say(of(700))).toBeNull();
});

test('a broadcast to nobody says nothing', () => {
  expect(createMilestones(of(0, 0))(of(0, 0))).toBeNull();
});
