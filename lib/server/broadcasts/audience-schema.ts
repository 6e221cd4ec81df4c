import 'server-only';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import { AUDIENCE_GROUPS_MAX, AUDIENCE_PEOPLE_MAX, type Audience, ROLES } from '@/lib/inbox/audience';

const role = z.enum(ROLES, `The role is one of ${ROLES.join(', ')}.`);
/** Kept in its order, with what is named twice: a refusal says which of them it means. */
const listOf = (max: number) =>
  z
    .array(z.string().trim().min(1, 'This must not be empty.').max(254, 'This is too long.'))
    .max(max, `At most ${max} of them.`);
const groups = listOf(AUDIENCE_GROUPS_MAX);
const people = listOf(AUDIENCE_PEOPLE_MAX);
const someGroups = groups.min(1, 'Name at least one group.');
const somePeople = people.min(1, 'Name at least one person.');

const except = z
  .strictObject({
    roles: z.array(role).min(1).max(ROLES.length).optional(),
    groups: someGroups.optional(),
    people: somePeople.optional(),
  })
  .optional();

const anyOf = (named: { groups: typeof groups; people: typeof people }): z.ZodType<Audience> =>
  z.discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('everyone'), except }),
      z.strictObject({ kind: z.literal('role'), role, except }),
      z.strictObject({ kind: z.literal('groups'), groups: named.groups, except }),
      z.strictObject({ kind: z.literal('people'), people: named.people, except }),
    ],
    'The audience is {"kind": "everyone"}, {"kind": "role", "role": …}, {"kind": "groups", "groups": […]} or {"kind": "people", "people": […]}, each with an optional "except".',
  );

/** Who should get a broadcast, as a sender gives it: groups by id or key, people by id or address. */
export const audienceSchema = anyOf({ groups: someGroups, people: somePeople });

/** The same in a draft, which may name nobody yet: it is saved while it is chosen, and cannot be sent so. */
export const draftAudienceSchema = anyOf({ groups, people });

/** Throws `invalid` for an audience of nobody, named as such. */
export function refuseUnnamed(audience: Audience): void {
  const parsed = audienceSchema.safeParse(audience);
  if (parsed.success) return;
  const message = parsed.error.issues[0]?.message ?? 'This audience names nobody.';
  throw new AppError('invalid', message, { errors: [{ path: 'audience', message }] });
}
