import { expect, test } from 'vitest';
import { herdRun, tellOfHerd } from './herd-run';
import { quantile } from './say';
import { again, isLong, scaled, seedOf } from './scale';

const SIGNALS = ['SIGKILL', 'SIGTERM'] as const;

test('a crowd comes back after a restart, and the server stays quick while it does', async () => {
  const seed = seedOf();
  const clients = scaled('CLIENTS', { small: 100, long: 1_000 });
  const restarts = isLong
    ? [500, 3_000, 20_000].flatMap((downMs) => SIGNALS.map((signal) => ({ signal, downMs })))
    : [{ signal: 'SIGKILL', downMs: 500 } as const];
  const done = await herdRun({ seed, clients, restarts });
  tellOfHerd(seed, done, again('herd', { SEED: seed, CLIENTS: clients }));
  for (const one of done) {
    expect(one.wrong).toEqual([]);
    expect(one.failures).toBe(0);
    expect(one.rightAfterMs).toHaveLength(clients);
    expect(one.peakPerSecond).toBeLessThanOrEqual(400);
    // A machine that others use as well is slow for reasons of theirs: these two are held to where it is not.
    if (process.env.STRICT !== '1') continue;
    expect(quantile(one.rightAfterMs, 1)).toBeLessThan(15_000);
    expect(one.loopP99Ms).toBeLessThan(100);
  }
});
