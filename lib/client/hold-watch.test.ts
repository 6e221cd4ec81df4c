import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browserClock } from './clock';
import { createHoldWatch } from './hold-watch';
import type { Waiting } from './sending';

const SERVER = Date.parse('2030-05-15T10:00:00Z');
/** How wrong this computer's clock is. */
const WRONG_MS = 3 * 60 * 60_000;
const iso = (at: number) => new Date(at).toISOString();

beforeEach(() => {
  vi.useFakeTimers({ now: SERVER + WRONG_MS });
});
afterEach(() => vi.useRealTimers());

/** A server that answers after `lineMs` each way, and a watch that begins with what the page was rendered with. */
function watched({
  lineMs = 0,
  dueAt = SERVER + 10_000,
  renderedAt = SERVER,
}: {
  lineMs?: number;
  dueAt?: number;
  renderedAt?: number | null;
} = {}) {
  const server: { state: Waiting['state']; dueAt: number | null; away: boolean } = {
    state: 'held',
    dueAt,
    away: false,
  };
  let asked = 0;
  const ask = async (): Promise<Waiting | null> => {
    asked += 1;
    await later(lineMs);
    const due = server.dueAt === null ? null : iso(server.dueAt);
    const answer = { state: server.state, dueAt: due, now: iso(Date.now() - WRONG_MS) };
    await later(lineMs);
    return server.away ? null : answer;
  };
  const initial = { state: 'held', dueAt, serverNow: renderedAt } as const;
  const watch = createHoldWatch('b1', initial, { ask, clock: browserClock });
  const seconds = () => {
    const { leftMs } = watch.getSnapshot();
    return leftMs === null ? null : Math.ceil(leftMs / 1_000);
  };
  return { server, watch, seconds, asked: () => asked };
}

const later = (ms: number) =>
  ms === 0 ? Promise.resolve() : new Promise<void>((resolve) => setTimeout(resolve, ms));

test('it counts every second by the server’s clock, whatever this computer’s says', async () => {
  const { watch, seconds } = watched();
  expect(seconds()).toBe(10);
  watch.start();
  const shown: (number | null)[] = [];
  watch.subscribe(() => shown.push(seconds()));
  await vi.advanceTimersByTimeAsync(9_500);
  expect(shown).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
});

test('a slow line and an old page make the end come early, never late', async () => {
  // Rendered four seconds before it could be shown, over a line of half a second each way.
  const { watch, seconds } = watched({ lineMs: 500, renderedAt: SERVER - 4_000 });
  expect(seconds()).toBe(14);
  watch.start();
  await vi.advanceTimersByTimeAsync(1_000);
  const left = watch.getSnapshot().leftMs ?? 0;
  expect(left).toBeGreaterThanOrEqual(8_000);
  expect(left).toBeLessThanOrEqual(9_000);
});

test('where nobody has said what time it is, nothing is counted before the server is heard', async () => {
  const { server, watch, seconds } = watched({ renderedAt: null });
  server.away = true;
  watch.start();
  expect(seconds()).toBeNull();
  await vi.advanceTimersByTimeAsync(100);
  expect(seconds()).toBeNull();
  server.away = false;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seconds()).toBe(9);
});

test('at the end it asks until it hears what became of it, and then rests', async () => {
  const { server, watch, asked } = watched();
  watch.start();
  await vi.advanceTimersByTimeAsync(10_500);
  expect(watch.getSnapshot()).toEqual({ state: 'held', leftMs: 0 });
  server.state = 'sent';
  server.dueAt = null;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(watch.getSnapshot()).toEqual({ state: 'sent', leftMs: null });
  const before = asked();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(asked()).toBe(before);
});

test('a server that is away is asked a few times at the end, and not for ever', async () => {
  const { server, watch, asked } = watched();
  watch.start();
  await vi.advanceTimersByTimeAsync(1_000);
  server.away = true;
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(asked()).toBe(11);
  expect(watch.getSnapshot()).toEqual({ state: 'held', leftMs: 0 });
});

test('what is paused meanwhile counts no more, and what is resumed counts again', async () => {
  const { server, watch, seconds } = watched();
  watch.start();
  await vi.advanceTimersByTimeAsync(2_000);
  server.state = 'paused';
  server.dueAt = null;
  watch.refresh();
  await vi.advanceTimersByTimeAsync(0);
  expect(watch.getSnapshot()).toEqual({ state: 'paused', leftMs: null });
  server.state = 'held';
  server.dueAt = SERVER + 12_000;
  watch.refresh();
  await vi.advanceTimersByTimeAsync(0);
  expect(seconds()).toBe(10);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seconds()).toBe(9);
});

test('what goes out in an hour wakes nobody every second', async () => {
  const { watch } = watched({ dueAt: SERVER + 3_600_000 });
  watch.start();
  let woken = 0;
  watch.subscribe(() => {
    woken += 1;
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(woken).toBe(4);
});

test('a page that went away asks and counts no more', async () => {
  const { watch, asked } = watched();
  const stop = watch.start();
  stop();
  const told = vi.fn();
  watch.subscribe(told);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked()).toBe(1);
  expect(told).not.toHaveBeenCalled();
});
