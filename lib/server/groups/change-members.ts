import 'server-only';
import * as z from 'zod';
import type { Candidate } from '@/db/store-groups';
import { AppError, type FieldError } from '@/lib/errors';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import { idField } from '../input-fields';
import type { Viewer } from '../sessions/session-viewer';
import { findGroup } from './get-group';

/** As many as one transaction takes; more are several calls, or an import. */
const PEOPLE_MAX = 200;

export const peopleInput = z.strictObject({
  people: z
    .array(
      z.string().trim().min(1, 'This must not be empty.').max(254, 'This may have at most 254 characters.'),
    )
    .min(1, 'Name at least one person.')
    .max(PEOPLE_MAX, `Name at most ${PEOPLE_MAX} people.`),
});

/** Adds these people, named by id or address, all or none. Administrators only. Throws `invalid` that names everybody unknown or disabled. */
export async function addMembers(
  viewer: Viewer,
  reference: string,
  { people }: z.infer<typeof peopleInput>,
): Promise<{ added: number; already: number }> {
  requireRole(viewer, 'admin');
  const { id } = await findGroup(reference);
  const { store, now } = context();
  const found = await store.findCandidates(id, people);
  refuseSome(
    people,
    (candidate) => {
      if (!candidate) return 'Nobody here has this id or address.';
      return candidate.disabled && !candidate.member ? 'This person is disabled.' : null;
    },
    found,
  );
  const userIds = idsOf(people, found);
  const { added } = await store.addMembers(id, { userIds, by: actorOf(viewer), now: now() });
  return { added, already: userIds.length - added };
}

/** Takes these people out, named by id or address; those who are not in it stay out. Administrators only. */
export async function removeMembers(
  viewer: Viewer,
  reference: string,
  { people }: z.infer<typeof peopleInput>,
): Promise<{ removed: number }> {
  requireRole(viewer, 'admin');
  const { id } = await findGroup(reference);
  const { store, now } = context();
  const found = await store.findCandidates(id, people);
  refuseSome(people, (candidate) => (candidate ? null : 'Nobody here has this id or address.'), found);
  return store.removeMembers(id, { userIds: idsOf(people, found), by: actorOf(viewer), now: now() });
}

export const memberParams = z.strictObject({ id: idField, userId: idField });

/** Takes one person out, by id; somebody who is not in it, or not here at all, stays out. Administrators only. */
export async function removeMember(
  viewer: Viewer,
  reference: string,
  userId: string,
): Promise<{ removed: number }> {
  requireRole(viewer, 'admin');
  const { id } = await findGroup(reference);
  const { store, now } = context();
  return store.removeMembers(id, { userIds: [userId], by: actorOf(viewer), now: now() });
}

function refuseSome(
  people: readonly string[],
  problemOf: (candidate: Candidate | undefined) => string | null,
  found: ReadonlyMap<string, Candidate>,
): void {
  const errors = people.flatMap((person, index): FieldError[] => {
    const message = problemOf(found.get(person));
    return message === null ? [] : [{ path: `people.${index}`, message }];
  });
  if (errors.length > 0) throw new AppError('invalid', 'Some of these people cannot be taken.', { errors });
}

/** Each person once, however often and in whatever spelling they were named. */
function idsOf(people: readonly string[], found: ReadonlyMap<string, Candidate>): readonly string[] {
  return [...new Set(people.flatMap((person) => found.get(person)?.userId ?? []))];
}
