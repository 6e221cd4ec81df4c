import { expect, test } from 'vitest';
import { createManualClock } from './testing/manual-clock';
import { systemTimers, within } from './timers';

test('work that settles in time ends the wait, whichever way it settles', async () => {
  const clock = createManualClock();
  await within(1_000, clock.timers, Promise.resolve());
  await within(1_000, clock.timers, Promise.reject(new Error('refused')));
  expect(clock.sleeping()).toBe(0);
});

test('work that hangs is left when the time is over', async () => {
  const clock = createManualClock();
  let over = false;
  const waiting = within(1_000, clock.timers, new Promise(() => {})).then(() => {
    over = true;
  });
  await clock.advance(999);
  expect(over).toBe(false);
  await clock.advance(1);
  await waiting;
});

test('what is cancelled does not run', async () => {
  const ran: string[] = [];
  const cancelTimer = systemTimers.after(1, () => ran.push('timer'));
  const cancelTurn = systemTimers.soon(() => ran.push('turn'));
  cancelTimer();
  cancelTurn();
  await new Promise<void>((done) => systemTimers.after(5, () => done()));
  await new Promise<void>((done) => systemTimers.soon(() => done()));
  expect(ran).toEqual([]);
});
