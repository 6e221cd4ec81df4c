import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, FaultProxy } from '@/lib/fault-kit';

/** Changes the faults of some lines from moment to moment until it is told to clear. */
export type Weather = Readonly<{
  /** How often each fault was put on a line. */
  counts: Readonly<Record<string, number>>;
  /** Every line passes from now on. */
  clear(): Promise<void>;
}>;

export function badWeather(lines: readonly FaultProxy[], random: () => number): Weather {
  const counts: Record<string, number> = {};
  const over = new AbortController();
  const running = Promise.all(lines.map(blow));

  async function blow(line: FaultProxy): Promise<void> {
    while (!over.signal.aborted) {
      const { fault, forMs } = draw(random);
      counts[fault.mode] = (counts[fault.mode] ?? 0) + 1;
      const direction = random() < 0.5 ? undefined : random() < 0.5 ? 'up' : 'down';
      const isOfLine = fault.mode !== 'reset' && fault.mode !== 'refuse';
      await line.set(fault, isOfLine ? direction : undefined);
      if (fault.mode === 'refuse') line.resetConnections();
      await wait(forMs);
      await line.set({ mode: 'pass' });
      // Long enough for a client to come back, or no event would reach anybody.
      await wait(1_500 + random() * 4_500);
    }
  }

  const wait = (ms: number) => pause(ms, undefined, { signal: over.signal }).catch(() => undefined);

  return {
    counts,
    async clear() {
      over.abort();
      await running;
      await Promise.all(lines.map((line) => line.set({ mode: 'pass' })));
    },
  };
}

function draw(random: () => number): { fault: Fault; forMs: number } {
  const kinds: readonly { fault: Fault; forMs: number }[] = [
    { fault: { mode: 'delay', ms: 50 + Math.floor(random() * 400), jitterMs: 300 }, forMs: 2_000 },
    { fault: { mode: 'drip', bytes: 200, everyMs: 20 }, forMs: 1_500 },
    { fault: { mode: 'black-hole' }, forMs: 500 + random() * 3_000 },
    { fault: { mode: 'cut', afterBytes: 100, jitterBytes: 5_000 }, forMs: 1_500 },
    { fault: { mode: 'reset' }, forMs: 100 + random() * 600 },
    { fault: { mode: 'refuse' }, forMs: 300 + random() * 1_000 },
  ];
  const one = kinds[Math.floor(random() * kinds.length)];
  if (one === undefined) throw new Error('There is no such weather.');
  return one;
}
