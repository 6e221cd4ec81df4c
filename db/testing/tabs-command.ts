import fc from 'fast-check';
import { FILTERS, type Filter } from '@/lib/inbox/notification';
import type { MarkAs } from '@/lib/inbox/status';

const nth = fc.nat(1_000);
const tab = fc.nat(2);
const percent = fc.nat(99);
const filter = fc.constantFrom<Filter>(...FILTERS);
const as = fc.constantFrom<MarkAs>('read', 'read', 'unread', 'archived', 'restored', 'seen');

/** One thing that happens: to the inbox, to the database, in a tab, or between the two. */
export const anyCommand = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('create'),
      count: fc.constantFrom(1, 1, 1, 1, 1, 2, 2, 3, 5, 22),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('broadcast') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit'), nth, again: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('recall'), nth }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('mark'), tab, nth, as }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read all'), tab, filter }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('undo'), tab }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('page'), tab, filter }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sync'), tab }) },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('publish'), fates: fc.tuple(percent, percent, percent) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('restart', 'crash') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('copy') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('put back'), nth }) },
  { weight: 30, arbitrary: fc.record({ do: fc.constant('move'), tab, nth, fate: percent }) },
);

export type Command = typeof anyCommand extends fc.Arbitrary<infer One> ? One : never;

/** Mostly short ones, which fail in few words; one in ten is as long as they get. */
export const commands = (max: number) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.array(anyCommand, { maxLength: Math.ceil(max / 5), size: 'max' }) },
    {
      weight: 1,
      arbitrary: fc.array(anyCommand, { minLength: Math.ceil(max / 5), maxLength: max, size: 'max' }),
    },
  );
