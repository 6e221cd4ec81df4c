import fc from 'fast-check';
import { test } from 'vitest';
import { anyAct } from './act';
import type { Make } from './given';
import { World } from './world';

/** Any order of acts by several people ends equal to a model that knows neither log nor replay. */
export function propertyContract(title: string, make: Make, runs: number): void {
  test(`${title}: whatever people do in whatever order, the inbox, its log, its counts and its events agree`, async () => {
    const acts = fc.array(anyAct, { minLength: 5, maxLength: 60, size: 'max' });
    await fc.assert(
      fc.asyncProperty(acts, async (sequence) => {
        const given = await make();
        try {
          const world = await World.make(given.store);
          for (const next of sequence) await world.act(next);
          await world.settle();
        } finally {
          await given.close();
        }
      }),
      { numRuns: runs },
    );
  }, 120_000);
}
