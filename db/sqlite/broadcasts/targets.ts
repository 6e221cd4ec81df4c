import type { Connection } from '@/db/sqlite/connection';
import { asQuery, type LongReads, numberIn } from '@/db/sqlite/long-reads';
import type { AudienceCount } from '@/db/store-broadcasts';
import type { Audience } from '@/lib/inbox/audience';
import { asOfNow } from './as-of-now';
import { type AudienceSize, sizeOf } from './audience-size';
import type { Counting } from './counting';
import type { FrozenPeople } from './frozen-people';

/** Kept people that may be looked up while everybody else waits: some milliseconds. */
const AT_ONCE = 1_000;

type Target = Readonly<{ id: string; audience: Audience; frozen: boolean }>;
export type Targets = ReturnType<typeof targets>;

/** The people a broadcast goes to, exact in the transaction that fixes them, and found outside of it where that takes long. */
export function targets(
  { immediate }: Connection,
  parts: { size: AudienceSize; counting: Counting; frozen: FrozenPeople; longReads: LongReads },
) {
  const { size, counting, frozen, longReads } = parts;

  return {
    /** Runs a transaction that needs their number; `known` is one that was counted before. */
    withSize<T>(target: Target, known: AudienceCount | null, work: (size: () => number) => T): Promise<T> {
      const { id, audience } = target;
      const query = target.frozen ? frozen.stillBelonging(id, audience) : asQuery(sizeOf(audience));
      const asking = {
        atOnce: () => (target.frozen ? sizeOfKept(target) : size.atOnce(audience)),
        apart: async () => toAnswered(await counting.countApart(query)),
        atAnyCost: () => (target.frozen ? countKept(target) : size.atAnyCost(audience)),
      };
      const begin = { known: known && toAnswered(known), asking };
      return asOfNow(size.memberships, begin, (exact) => immediate(() => work(exact)));
    },

    /** Runs a transaction that needs to know who they are; one more than can be kept at most. */
    withPeople<T>(audience: Audience, work: (people: () => readonly string[]) => T): Promise<T> {
      const asking = {
        atOnce: () => null,
        async apart() {
          const [numbers, people = []] = await longReads.run([
            counting.membershipsQuery(),
            frozen.whoBelongs(audience),
          ]);
          return { value: people.map(({ id }) => String(id)), memberships: numberIn(numbers, 'memberships') };
        },
        atAnyCost: () =>
          frozen
            .whoBelongs(audience)
            .all()
            .map(({ id }) => id),
      };
      return asOfNow(size.memberships, { known: null, asking }, (exact) => immediate(() => work(exact)));
    },
  };

  function sizeOfKept(target: Target): number | null {
    return frozen.size(target.id) > AT_ONCE ? null : countKept(target);
  }

  function countKept({ id, audience }: Target): number {
    return frozen.stillBelonging(id, audience).get()?.people ?? 0;
  }
}

function toAnswered({ count, memberships }: AudienceCount) {
  return { value: count, memberships };
}
