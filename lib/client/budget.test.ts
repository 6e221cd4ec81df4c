import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createBudget } from './budget';

function budgetOf() {
  const clock = createManualClock();
  const budget = createBudget({
    burst: 2,
    everyMs: 1_000,
    clock: { now: clock.now, after: clock.timers.after },
  });
  return { clock, budget };
}

test('so many may be done at once, and then one in each span', async () => {
  const { clock, budget } = budgetOf();
  expect(budget.waitMs()).toBe(0);
  budget.spend();
  expect(budget.waitMs()).toBe(0);
  budget.spend();
  expect(budget.waitMs()).toBe(1_000);
  await clock.advance(400);
  expect(budget.waitMs()).toBe(600);
  await clock.advance(600);
  expect(budget.waitMs()).toBe(0);
  budget.spend();
  expect(budget.waitMs()).toBe(1_000);
});

test('it fills up again, and not beyond', async () => {
  const { clock, budget } = budgetOf();
  budget.spend();
  budget.spend();
  await clock.advance(60_000);
  budget.spend();
  budget.spend();
  expect(budget.waitMs()).toBe(1_000);
});

test('a clock that is put back costs at most one span', () => {
  const { clock, budget } = budgetOf();
  budget.spend();
  budget.spend();
  clock.set(clock.now() - 3_600_000);
  expect(budget.waitMs()).toBe(1_000);
});
