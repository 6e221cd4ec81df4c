import fc from 'fast-check';
import { type Audience, ROLES, type Role } from '@/lib/inbox/audience';
import { FILTERS, type Filter } from '@/lib/inbox/notification';
import type { Mark } from '../store';

/** One thing that one person does; `pick` chooses among what there is by then. */
export type Act =
  | Readonly<{ do: 'append' | 'replay' | 'read' | 'remember'; name: string }>
  | Readonly<{ do: 'mark'; name: string; pick: number; as: Mark | 'clicked' }>
  | Readonly<{ do: 'view' | 'undo'; name: string; pick: number }>
  | Readonly<{ do: 'readAll'; name: string; pick: number; filter: Filter }>
  | Readonly<{ do: 'send'; audience: Audience; critical: boolean; lasts: number | null }>
  | Readonly<{ do: 'hold'; audience: Audience; frozen: boolean; waits: number; lasts: number | null }>
  | Readonly<{ do: 'pause' | 'resume' | 'cancel'; pick: number }>
  | Readonly<{ do: 'stop'; pick: number }>
  /** Time passes, and what is due by then goes out or ends. */
  | Readonly<{ do: 'clock'; passes: number }>
  | Readonly<{ do: 'member'; name: string; group: string; joins: boolean }>
  | Readonly<{ do: 'mute'; name: string; muted: boolean }>
  | Readonly<{ do: 'edit'; pick: number; again: boolean }>
  | Readonly<{ do: 'recall'; pick: number }>
  | Readonly<{ do: 'change'; name: string; role: Role; disabled: boolean }>
  | Readonly<{ do: 'publish' }>
  | Readonly<{ do: 'purge'; days: number; limit: number }>;

export const GROUPS = ['g', 'h'] as const;

const name = fc.constantFrom('ana', 'ben', 'carla');
const pick = fc.nat({ max: 1_000 });
const group = fc.constantFrom(...GROUPS);
const except = fc.option(
  fc.record(
    {
      roles: fc.subarray([...ROLES], { maxLength: 1 }),
      groups: fc.subarray([...GROUPS]),
      people: fc.array(name, { maxLength: 1 }),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined, freq: 3 },
);
const audience: fc.Arbitrary<Audience> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('everyone' as const), except }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('role' as const), role: fc.constantFrom(...ROLES), except }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('groups' as const),
      groups: fc.subarray([...GROUPS], { minLength: 1 }),
      except,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('people' as const),
      people: fc.uniqueArray(name, { maxLength: 2 }),
      except,
    }),
  },
);
const lasts = fc.option(fc.integer({ min: 3, max: 40 }), { nil: null, freq: 2 });

/** Reading is rare on purpose: what nobody has read is what replaying must get right. */
export const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('append' as const), name }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('mark' as const),
      name,
      pick,
      as: fc.constantFrom(...(['read', 'unread', 'archived', 'restored', 'clicked'] as const)),
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
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('send' as const), audience, critical: fc.boolean(), lasts }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('hold' as const),
      audience,
      frozen: fc.boolean(),
      waits: fc.integer({ min: 1, max: 20 }),
      lasts,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('pause' as const, 'resume' as const, 'cancel' as const),
      pick,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const), pick }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('clock' as const), passes: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('member' as const), name, group, joins: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mute' as const), name, muted: fc.boolean() }) },
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
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('purge' as const),
      days: fc.constantFrom(0, 16, 31),
      // One chunk: a purge that has only begun must be as harmless as a whole one.
      limit: fc.constantFrom(1, 2, 1_000),
    }),
  },
);
