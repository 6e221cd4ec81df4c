import fc from 'fast-check';
import { test } from 'vitest';
import { ROLES } from '@/lib/inbox/audience';
import { FILTERS } from '@/lib/inbox/notification';
import type { Make } from './given';
import { type Act, World } from './world';

const name = fc.constantFrom('ana', 'ben', 'carla');
const pick = fc.nat({ max: 1_000 });
const audience = fc.oneof(
  fc.constant({ kind: 'everyone' } as const),
  fc.record({ kind: fc.constant('role' as const), role: fc.constantFrom(...ROLES) }),
);

/** Reading is rare on purpose: what nobody has read is what replaying must get right. */
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('append' as const), name }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('mark' as const),
      name,
      pick,
      as: fc.constantFrom('read' as const, 'unread' as const, 'archived' as const, 'restored' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('view' as const), name, pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('readAll' as const),
      name,
      pick,
      filter: fc.constantFrom(...FILTERS),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('undo' as const), name, pick }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), audience }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('edit' as const), pick, again: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recall' as const), pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      name,
      role: fc.constantFrom(...ROLES),
      disabled: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('replay' as const), name }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('publish' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), name }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remember' as const), name }) },
);

/** Any order of acts by several people ends equal to a model that knows neither log nor replay. */
export function propertyContract(title: string, make: Make, runs: number): void {
  test(`${title}: whatever people do in whatever order, the inbox, its log, its counts and its events agree`, async () => {
    const acts = fc.array(act, { minLength: 5, maxLength: 60, size: 'max' });
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
