import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { AGAIN_AFTER_MS, createAskOnce } from './ask-once';
import type { Answer, Request } from './request';

const schema = z.object({ id: z.string() });
const made = { ok: true, value: { id: 'n1' } } as const;

function refusal(
  code: 'unreachable' | 'timeout' | 'unreadable' | 'unavailable' | 'invalid',
  status: number | null,
) {
  return { ok: false, problem: { code, status, detail: 'No.', errors: [], facts: {} } } as const;
}
const LOST = refusal('unreachable', null);

/** A line that gives these answers, one after the other, and keeps under which keys it was asked. */
function line(...answers: Answer<{ id: string }>[]) {
  const clock = createManualClock();
  const asked: { path: string; key: string | undefined; body: unknown }[] = [];
  let keys = 0;
  const request: Request = async (path, { idempotencyKey, body, schema: agreed }) => {
    asked.push({ path, key: idempotencyKey, body });
    const answer = answers.shift() ?? made;
    if (!answer.ok) return answer;
    const parsed = agreed.safeParse(answer.value);
    return parsed.success ? { ok: true, value: parsed.data } : refusal('unreadable', 200);
  };
  const ask = createAskOnce({
    request,
    clock: { now: clock.now, after: clock.timers.after },
    newKey: () => `k${++keys}`,
  });
  const post = (body: unknown = { name: 'N' }) => ask('/api/x', { method: 'POST', body, schema });
  return { clock, asked, post, keys: () => asked.map(({ key }) => key) };
}

test('what is answered is asked once, under a key of its own each time', async () => {
  const { post, keys } = line();
  expect(await post()).toEqual(made);
  expect(await post()).toEqual(made);
  expect(keys()).toEqual(['k1', 'k2']);
});

for (const [what, lost] of [
  ['a line that broke', LOST],
  ['an answer that took too long', refusal('timeout', null)],
  ['an answer that was cut off', refusal('unreadable', 201)],
  ['a gateway that gave up', refusal('unavailable', 504)],
  ['a gateway that lost the server', refusal('unavailable', 502)],
] as const) {
  test(`after ${what} it is asked again under the same key, a second later`, async () => {
    const { post, keys, clock } = line(lost, made);
    const answer = post();
    await clock.advance(AGAIN_AFTER_MS - 1);
    expect(keys()).toEqual(['k1']);
    await clock.advance(1);
    expect(await answer).toEqual(made);
    expect(keys()).toEqual(['k1', 'k1']);
  });
}

for (const refused of [refusal('invalid', 400), refusal('unavailable', 503)]) {
  test(`a refusal with ${refused.problem.status} is an answer: nothing was done, and the next attempt is a new one`, async () => {
    const { post, keys } = line(refused);
    expect(await post()).toEqual(refused);
    await post();
    expect(keys()).toEqual(['k1', 'k2']);
  });
}

test('it is not asked a third time, but the person’s next click goes under the same key', async () => {
  const { post, keys, clock } = line(LOST, LOST);
  const answer = post();
  await clock.advance(10 * AGAIN_AFTER_MS);
  expect(await answer).toEqual(LOST);
  expect(keys()).toEqual(['k1', 'k1']);
  await post({ name: 'another' });
  expect(await post()).toEqual(made);
  expect(await post()).toEqual(made);
  expect(keys()).toEqual(['k1', 'k1', 'k2', 'k1', 'k3']);
});

test('a second click while it is under way is the same request, and has the same answer', async () => {
  const { post, keys } = line({ ok: true, value: { id: 'first' } }, { ok: true, value: { id: 'second' } });
  const answers = await Promise.all([post(), post()]);
  expect(answers).toEqual([
    { ok: true, value: { id: 'first' } },
    { ok: true, value: { id: 'first' } },
  ]);
  expect(keys()).toEqual(['k1']);
});

test('of what was never answered the last twenty are remembered', async () => {
  const lost = Array.from({ length: 42 }, () => LOST);
  const { post, keys, clock } = line(...lost);
  for (let place = 1; place <= 21; place += 1) {
    const answer = post({ place });
    await clock.advance(AGAIN_AFTER_MS);
    await answer;
  }
  await post({ place: 2 });
  await post({ place: 1 });
  expect(keys().slice(-2)).toEqual(['k2', 'k22']);
});
