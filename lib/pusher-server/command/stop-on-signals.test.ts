import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stopOnSignals } from './stop-on-signals';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(stop: () => Promise<void>) {
  const listeners = new Map<string, () => void>();
  const exits: number[] = [];
  const said: string[] = [];
  const say = (_facts: object, message: string) => void said.push(message);
  stopOnSignals({
    process: { on: (signal, listener) => listeners.set(signal, listener), exit: (code) => exits.push(code) },
    stop,
    withinMs: 1_000,
    logger: { info: say, warn: say, error: say },
  });
  return { signal: (name: string) => listeners.get(name)?.(), exits, said };
}

test('a signal stops and exits with 0', async () => {
  const { signal, exits, said } = setUp(async () => undefined);
  signal('SIGINT');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(exits).toEqual([0]);
  expect(said).toEqual(['stopping', 'stopped']);
});

test('a second signal ends at once', () => {
  const { signal, exits } = setUp(() => new Promise(() => undefined));
  signal('SIGTERM');
  expect(exits).toEqual([]);
  signal('SIGTERM');
  expect(exits).toEqual([1]);
});

test('what does not stop in time, or fails, exits with 1', async () => {
  const slow = setUp(() => new Promise(() => undefined));
  slow.signal('SIGTERM');
  await vi.advanceTimersByTimeAsync(999);
  expect(slow.exits).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(slow.exits).toEqual([1]);

  const broken = setUp(() => Promise.reject(new Error('no')));
  broken.signal('SIGTERM');
  await vi.advanceTimersByTimeAsync(0);
  expect(broken.exits).toEqual([1]);
});
