import 'server-only';
import * as z from 'zod';
import { AUDIENCE_GROUPS_MAX, AUDIENCE_PEOPLE_MAX, type Audience, ROLES } from '@/lib/inbox/audience';

const role = z.enum(ROLES, `The role is one of ${ROLES.join(', ')}.`);
/** Kept in its order, with what is named twice: a refusal says which of them it means. */
const listOf = (what: string, max: number) =>
  z
    .array(z.string().trim().min(1, 'This must not be empty.').max(254, 'This is too long.'))
    .min(1, `Name at least one ${what}.`)
    .max(max, `At most ${max} of them.`);
const groups = listOf('group', AUDIENCE_GROUPS_MAX);
const people = listOf('person', AUDIENCE_PEOPLE_MAX);

const except = z
  .strictObject({
    roles: z.array(role).min(1).max(ROLES.length).optional(),
    groups: groups.optional(),
    people: people.optional(),
  })
  .optional();

/** Who should get a broadcast, as a sender gives it: groups by id or key, people by id or address. */
export const audienceSchema: z.ZodType<Audience> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('everyone'), except }),
    z.strictObject({ kind: z.literal('role'), role, except }),
    z.strictObject({ kind: z.literal('groups'), groups, except }),
    z.strictObject({ kind: z.literal('people'), people, except }),
  ],
  'The audience is {"kind": "everyone"}, {"kind": "role", "role": …}, {"kind": "groups", "groups": […]} or {"kind": "people", "people": […]}, each with an optional "except".',
);
