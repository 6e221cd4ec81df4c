import { afterEach, expect, test, vi } from 'vitest';
import { createLogger } from './logger';
import { STOP_WITHIN_MS, stopOnSignals } from './stop-on-signals';

afterEach(() => {
  vi.useRealTimers();
});

function watched(stop: () => Promise<void>) {
  const exits: number[] = [];
  const listeners = new Map<string, () => void>();
  stopOnSignals({
    stop,
    logger: createLogger('silent'),
    exit: (code) => exits.push(code),
    on: (signal, listener) => listeners.set(signal, listener),
  });
  return { exits, send: (signal: string) => listeners.get(signal)?.() };
}

test('a signal stops everything once and ends with 0', async () => {
  let stops = 0;
  const { exits, send } = watched(async () => {
    stops += 1;
  });
  send('SIGTERM');
  await vi.waitFor(() => expect(exits).toEqual([0]));
  expect(stops).toBe(1);
});

test('a second signal does not wait', () => {
  const { exits, send } = watched(() => new Promise(() => undefined));
  send('SIGINT');
  expect(exits).toEqual([]);
  send('SIGTERM');
  expect(exits).toEqual([1]);
});

test('what cannot stop is ended before a supervisor loses its patience', () => {
  vi.useFakeTimers();
  const { exits, send } = watched(() => new Promise(() => undefined));
  send('SIGTERM');
  vi.advanceTimersByTime(STOP_WITHIN_MS - 1);
  expect(exits).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(exits).toEqual([1]);
  expect(STOP_WITHIN_MS).toBeLessThan(10_000);
});

test('a stop that fails ends with 1', async () => {
  const { exits, send } = watched(() => Promise.reject(new Error('disk gone')));
  send('SIGTERM');
  await vi.waitFor(() => expect(exits).toEqual([1]));
});
