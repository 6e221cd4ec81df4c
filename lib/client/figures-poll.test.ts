import { expect, test } from 'vitest';
import type { RealtimeFigures } from '@/lib/realtime/realtime-figures';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createFiguresPoll } from './figures-poll';
import type { Answer, Request } from './request';
import { createFakeSignals } from './testing/fake-signals';
import { figuresOf } from './testing/realtime-figures';

/** A poll whose server, clock and page the test plays. The server answers at once unless it is held. */
function polling() {
  const clock = createManualClock();
  const page = createFakeSignals();
  const waiting: (() => void)[] = [];
  let asked = 0;
  let held = false;
  let status: number | null | 'fine' = 'fine';
  let connections = 0;
  const request: Request = async (path, asking) => {
    expect(path).toBe('/api/realtime/figures');
    asked += 1;
    if (held) await new Promise<void>((answer) => waiting.push(answer));
    if (status !== 'fine') return refusal(status);
    connections += 1;
    const parsed = asking.schema.safeParse(figuresOf({ embedded: { connections } }));
    if (!parsed.success) throw new Error('These are no figures.');
    return { ok: true, value: parsed.data };
  };
  const poll = createFiguresPoll(figuresOf(), {
    request,
    clock: { now: clock.now, after: clock.timers.after },
    signals: page.signals,
  });
  return {
    poll,
    clock,
    page,
    asked: () => asked,
    state: () => poll.getSnapshot().state,
    connections: () => (poll.getSnapshot().figures satisfies RealtimeFigures).embedded?.connections,
    hold: () => {
      held = true;
    },
    answer: async () => {
      held = false;
      for (const one of waiting.splice(0)) one();
      await clock.settle();
    },
    becomes: (next: number | null | 'fine') => {
      status = next;
    },
  };
}

function refusal(status: number | null): Answer<never> {
  return {
    ok: false,
    problem: { code: 'unreachable', status, detail: 'No.', errors: [], facts: {} },
  };
}

test('it begins with what the page holds and asks every two seconds until it is stopped', async () => {
  const { poll, clock, asked, connections, state } = polling();
  expect([connections(), state(), asked()]).toEqual([0, 'live', 0]);
  const stop = poll.start();
  await clock.advance(1_999);
  expect(asked()).toBe(0);
  await clock.advance(1);
  expect([asked(), connections()]).toEqual([1, 1]);
  await clock.advance(6_000);
  expect([asked(), connections()]).toEqual([4, 4]);
  stop();
  await clock.advance(60_000);
  expect([asked(), clock.sleeping()]).toEqual([4, 0]);
});

test('one question at a time, and the next two seconds after its answer', async () => {
  const { poll, clock, page, asked, hold, answer } = polling();
  poll.start();
  hold();
  await clock.advance(30_000);
  page.happens('online');
  await clock.advance(0);
  expect(asked()).toBe(1);
  await answer();
  await clock.advance(1_999);
  expect(asked()).toBe(1);
  await clock.advance(1);
  expect(asked()).toBe(2);
});

test('a hidden page asks nothing, and asks at once when it is looked at again', async () => {
  const { poll, clock, page, asked } = polling();
  poll.start();
  await clock.advance(2_000);
  page.happens('hidden');
  await clock.advance(600_000);
  expect([asked(), clock.sleeping()]).toEqual([1, 0]);
  page.happens('visible');
  await clock.settle();
  expect(asked()).toBe(2);
  await clock.advance(2_000);
  expect(asked()).toBe(3);
});

test('an answer that comes while it is hidden starts no timer', async () => {
  const { poll, clock, page, asked, hold, answer } = polling();
  poll.start();
  hold();
  await clock.advance(2_000);
  page.happens('hidden');
  await answer();
  await clock.advance(60_000);
  expect([asked(), clock.sleeping()]).toEqual([1, 0]);
});

test('without an answer the last figures stay and are called late, until the server is back', async () => {
  const { poll, clock, state, connections, becomes, asked } = polling();
  poll.start();
  await clock.advance(2_000);
  becomes(null);
  await clock.advance(2_000);
  expect([state(), connections()]).toEqual(['late', 1]);
  becomes(503);
  await clock.advance(2_000);
  expect([state(), connections(), asked()]).toEqual(['late', 1, 3]);
  becomes('fine');
  await clock.advance(2_000);
  expect([state(), connections()]).toEqual(['live', 2]);
});

for (const status of [401, 403]) {
  test(`whoever is told ${status} is not told any more, and does not ask again`, async () => {
    const { poll, clock, page, state, becomes, asked } = polling();
    poll.start();
    becomes(status);
    await clock.advance(2_000);
    expect(state()).toBe('over');
    page.happens('visible');
    await clock.advance(60_000);
    expect([asked(), clock.sleeping()]).toEqual([1, 0]);
  });
}

test('whoever subscribes hears of each answer until they leave', async () => {
  const { poll, clock, connections } = polling();
  const heard: unknown[] = [];
  const leave = poll.subscribe(() => heard.push(connections()));
  poll.start();
  await clock.advance(4_000);
  leave();
  await clock.advance(4_000);
  expect(heard).toEqual([1, 2]);
});
