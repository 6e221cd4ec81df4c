import { expect, test } from 'vitest';
import { herdRun, tellOfHerd } from './herd-run';
import { keepSeed, keptSeeds } from './kept-seeds';
import { quantile } from './say';
import { again, isLong, isStrict, scaled, seedOf } from './scale';

/** New connections within any one second. */
const PEAK_PER_SECOND = 400;
/**
 * A small crowd would never make so many. It is not slowed by the server either, and comes within the three seconds over
 * which the waits are spread: what it may not do is come all at once.
 */
const PEAK_SHARE_SMALL = 0.95;
/** However busy the machine is; without `STRICT=1` and with the small crowd only. */
const SMALL_WITHIN_MS = 30_000;

const SIGNALS = ['SIGKILL', 'SIGTERM'] as const;

const sizes = { clients: scaled('CLIENTS', { small: 100, long: 1_000 }) };
const runs = [...keptSeeds('herd', sizes), { seed: seedOf(), ...sizes }];

test.each(runs)(
  'a crowd comes back after a restart, and the server stays quick while it does: seed $seed',
  async ({ seed, clients }) => {
    const restarts = isLong
      ? [500, 3_000, 20_000].flatMap((downMs) => SIGNALS.map((signal) => ({ signal, downMs })))
      : [{ signal: 'SIGKILL', downMs: 500 } as const];
    const done = await herdRun({ seed, clients, restarts });
    tellOfHerd(seed, done, again('herd', { SEED: seed, CLIENTS: clients }));
    const wrong = done.flatMap((one) => one.wrong);
    if (wrong.length > 0) keepSeed('herd', { seed, clients }, wrong);
    for (const one of done) {
      expect(one.wrong).toEqual([]);
      expect(one.failures).toBe(0);
      expect(one.rightAfterMs).toHaveLength(clients);
      expect(one.peakPerSecond).toBeLessThanOrEqual(Math.min(PEAK_PER_SECOND, PEAK_SHARE_SMALL * clients));
      if (!isLong) expect(quantile(one.rightAfterMs, 1)).toBeLessThan(SMALL_WITHIN_MS);
      // A machine that others use as well is slow for reasons of theirs: these two are held to where it is not.
      if (!isStrict) continue;
      expect(quantile(one.rightAfterMs, 1)).toBeLessThan(15_000);
      expect(one.loopP99Ms).toBeLessThan(100);
    }
  },
);
