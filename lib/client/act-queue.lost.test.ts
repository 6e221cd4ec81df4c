import { expect, test } from 'vitest';
import { actOf, queueOf, refusal } from './testing/queue-of';

const HOUR_MS = 3_600_000;

test('an act whose answer was lost is asked for again under its key, and is no refusal', async () => {
  const { add, begun, ends, heard, clock } = queueOf();
  add(actOf('read a', 'a'));
  await ends('read a', refusal(null));
  expect(heard.answered).toEqual([]);
  await clock.advance(500);
  expect(begun).toEqual(['read a', 'read a']);
  await ends('read a');
  expect(heard.answered).toEqual(['read a done']);
});

test.each([408, 425, 429, 502, 503, 504, 507])('a %d says only "not now"', async (status) => {
  const { add, begun, ends, clock, heard } = queueOf();
  add(actOf('read a', 'a'));
  await ends('read a', refusal(status));
  await clock.advance(500);
  expect(begun).toHaveLength(2);
  expect(heard.answered).toEqual([]);
});

test.each([400, 403, 404, 409, 422, 500])('a %d is a refusal, and the next one goes on', async (status) => {
  const { add, begun, ends, heard } = queueOf();
  add(actOf('first', 'a'));
  add(actOf('second', 'a'));
  await ends('first', refusal(status));
  expect(heard.answered).toEqual([`first ${status}`]);
  expect(begun).toEqual(['first', 'second']);
});

test.each([429, 502, 503, 507])(
  '%d for an hour gives up nothing: each is done once when it is over',
  async (status) => {
    const { add, begun, ends, heard, clock } = queueOf();
    const acts = ['first', 'second', 'third'];
    for (const name of acts) add(actOf(name, 'a'));
    let answered = 0;
    const over = clock.now() + HOUR_MS;
    while (clock.now() < over) {
      for (; answered < begun.length; answered += 1) await ends(begun[answered] ?? '', refusal(status));
      await clock.advance(10_000);
    }
    expect(heard.answered).toEqual([]);
    expect(answered).toBeGreaterThan(100);
    for (let n = 0; n < 10; n += 1) {
      for (; answered < begun.length; answered += 1) await ends(begun[answered] ?? '');
      await clock.advance(10_000);
    }
    expect(heard.answered).toEqual(acts.map((name) => `${name} done`));
  },
);

test('what is answered by something else for too long is refused in the end', async () => {
  const { add, begun, ends, heard, clock } = queueOf();
  add(actOf('read a', 'a'));
  for (let n = 1; n <= 25; n += 1) {
    expect(heard.answered).toEqual([]);
    await ends('read a', refusal(200, 'unreadable'));
    await clock.advance(30_000);
  }
  expect(begun).toHaveLength(25);
  expect(heard.answered).toEqual(['read a 200']);
});

test('after a loss one goes ahead, and when it is answered the others follow in their order, one by one', async () => {
  const { add, begun, ends, clock, queue } = queueOf();
  add(actOf('first', 'a'));
  await ends('first', refusal(null));
  for (let n = 0; n < 4; n += 1) add(actOf(`later ${n}`, `row ${n}`));
  expect(begun).toEqual(['first']);
  expect(queue.unsent()).toEqual({ count: 5, unkept: 5 });
  await clock.advance(500);
  expect(begun).toEqual(['first', 'first']);
  await ends('first');
  expect(queue.unsent()).toEqual({ count: 0, unkept: 0 });
  for (let n = 0; n < 4; n += 1) {
    expect(begun.slice(2)).toEqual(['later 0', 'later 1', 'later 2', 'later 3'].slice(0, n + 1));
    await ends(`later ${n}`);
  }
  // And then as before.
  add(actOf('x', 'x'));
  add(actOf('y', 'y'));
  expect(begun.slice(-2)).toEqual(['x', 'y']);
});

test('the waits grow to half a minute, and the line’s return ends them', async () => {
  const { add, begun, ends, clock, queue } = queueOf();
  add(actOf('read a', 'a'));
  for (let n = 0; n < 10; n += 1) {
    await ends('read a', refusal(null));
    await clock.advance(30_000);
  }
  await ends('read a', refusal(null));
  const asked = begun.length;
  await clock.advance(10_000);
  expect(begun).toHaveLength(asked);
  queue.hurry();
  await clock.advance(0);
  expect(begun).toHaveLength(asked + 1);
});

test('what hurries without end is heard three times, and then once in two seconds', async () => {
  const { add, begun, ends, clock, queue } = queueOf();
  add(actOf('read a', 'a'));
  // Twenty seconds of a line that seems to be back ten times a second, and is not.
  for (let n = 0; n < 200; n += 1) {
    await ends('read a', refusal(null));
    queue.hurry();
    await clock.advance(100);
  }
  expect(begun.length).toBeGreaterThan(10);
  expect(begun.length).toBeLessThan(25);
});

test('a request that hangs when the line is back is asked again at once', async () => {
  const { add, begun, clock, queue } = queueOf();
  add(actOf('read a', 'a'));
  await clock.advance(1_000);
  queue.hurry();
  await clock.advance(0);
  expect(begun).toHaveLength(1);
  await clock.advance(1_500);
  queue.hurry();
  await clock.advance(0);
  expect(begun).toHaveLength(2);
});

test('without a line nothing is asked for until it is back', async () => {
  const { add, begun, clock, queue, line } = queueOf();
  line.online = false;
  add(actOf('read a', 'a'));
  await clock.advance(5_000);
  expect(begun).toEqual([]);
  expect(queue.unsent().count).toBe(1);
  line.online = true;
  queue.hurry();
  await clock.advance(0);
  expect(begun).toEqual(['read a']);
});

test('a browser that says it has no line is not believed for longer than half a minute', async () => {
  const { add, begun, clock, line } = queueOf();
  line.online = false;
  add(actOf('read a', 'a'));
  await clock.advance(30_000);
  expect(begun).toEqual(['read a']);
});

test('who is not signed in any more is asked for nothing more', async () => {
  const { add, begun, ends, heard, clock, queue } = queueOf();
  add(actOf('first', 'a'));
  add(actOf('second', 'a'));
  await ends('first', refusal(401));
  await clock.advance(HOUR_MS);
  queue.hurry();
  await clock.advance(HOUR_MS);
  expect(begun).toEqual(['first']);
  expect(heard.answered).toEqual(['first 401']);
  expect(queue.waiting()).toBe(2);
});

test('what may have been done weeks ago is not asked for again: the server may have forgotten its key', async () => {
  const { add, begun, ends, heard, clock } = queueOf();
  add(actOf('read a', 'a'));
  add(actOf('read b', 'b'));
  await ends('read b', refusal(null));
  await ends('read a', refusal(null));
  // After a weekend it still knows it.
  clock.set(clock.now() + 72 * HOUR_MS);
  await clock.advance(1_000);
  expect(begun.slice(2)).toEqual(['read a']);
  await ends('read a', refusal(null));
  clock.set(clock.now() + 28 * 24 * HOUR_MS);
  await clock.advance(3_000);
  expect(begun).toHaveLength(3);
  expect(heard.answered).toEqual(['read a 410', 'read b 410']);
});
