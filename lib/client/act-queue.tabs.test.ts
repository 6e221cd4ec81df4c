import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createFakeDisk, createFakeTurns } from './testing/fake-kept';
import { actOf, queueOf, refusal } from './testing/queue-of';

/** Two tabs over what one browser keeps, told nothing by each other. */
function twoTabs() {
  const disk = createFakeDisk();
  const turns = createFakeTurns();
  const clock = createManualClock(Date.parse(actOf('any', 'a').at));
  const tab = () => queueOf({ kept: disk.open('u1'), turn: turns.of({}), clock });
  return { disk, turns, clock, one: tab(), two: tab() };
}

test('a tab that sends learns what another one did before its own next act', async () => {
  const { one, two, clock } = twoTabs();
  one.add(actOf('first', 'a'));
  await clock.settle();
  expect(one.begun).toEqual(['first']);
  // Its turn goes on. What the other tab does to the row now comes before what is done here afterwards.
  two.add(actOf('second', 'b'));
  await clock.settle();
  one.add(actOf('third', 'b'));
  await clock.settle();
  expect([one.begun, two.begun]).toEqual([['first'], []]);
  await one.ends('first');
  await one.ends('second');
  expect(one.begun).toEqual(['first', 'second', 'third']);
  await one.ends('third');
  expect(two.begun).toEqual([]);
  expect(two.heard.gone).toEqual(['second']);
});

test('one tab sends at a time, and while it waits for the line the other may', async () => {
  const { one, two, clock, turns } = twoTabs();
  one.add(actOf('first', 'a'));
  await clock.settle();
  two.add(actOf('second', 'b'));
  await clock.settle();
  expect([one.begun, two.begun]).toEqual([['first'], []]);
  await one.ends('first', refusal(null));
  expect(two.begun).toEqual(['first']);
  await two.ends('first');
  await two.ends('second');
  await clock.advance(5_000);
  expect(one.begun).toEqual(['first']);
  expect(one.heard.gone).toEqual(['first']);
  expect(turns.wanted()).toBe(0);
});

test('what one tab has begun is not taken out by another, and what it has not begun is', async () => {
  const { one, two, clock, disk } = twoTabs();
  one.add(actOf('first', 'a'));
  one.add(actOf('second', 'a'));
  await clock.settle();
  two.queue.look();
  await clock.settle();
  expect(two.heard.found).toEqual(['first', 'second']);
  two.queue.undo(actOf('undo second', null), 'second');
  two.queue.undo(actOf('undo first', null), 'first');
  await clock.settle();
  expect(two.heard.cancelled).toEqual(['second']);
  expect(disk.kept().map(({ key }) => key)).toEqual(['first', 'undo first']);
  await one.ends('first');
  expect(one.begun).not.toContain('second');
});

test('an act that another tab has taken out meanwhile is not asked for', async () => {
  const { one, clock, disk } = twoTabs();
  one.add(actOf('first', 'a'));
  one.add(actOf('second', 'a'));
  await clock.settle();
  expect(await disk.open('u1').cancel('second', 'none')).toBe(true);
  await one.ends('first');
  expect(one.begun).toEqual(['first']);
  expect(one.heard.gone).toEqual(['second']);
});

test('what is kept and not begun stays for the next page when its own is left', async () => {
  const { one, clock, disk } = twoTabs();
  one.add(actOf('first', 'a'));
  one.add(actOf('second', 'a'));
  await clock.settle();
  one.queue.flush();
  expect(one.begun).toEqual(['first']);
  // What is not kept yet cannot be left to it.
  one.add(actOf('third', 'b'));
  one.queue.flush();
  expect(one.begun).toEqual(['first', 'third']);
  expect(disk.kept().map(({ key, begun }) => [key, begun])).toEqual([
    ['first', true],
    ['second', false],
  ]);
});
