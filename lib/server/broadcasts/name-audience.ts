import 'server-only';
import * as z from 'zod';
import { AUDIENCE_GROUPS_MAX, AUDIENCE_PEOPLE_MAX } from '@/lib/inbox/audience';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

const name = z.string().trim().min(1, 'This must not be empty.').max(254, 'This is too long.');

export const namesInput = z.strictObject({
  groups: z.array(name).max(AUDIENCE_GROUPS_MAX, `At most ${AUDIENCE_GROUPS_MAX} of them.`).default([]),
  people: z.array(name).max(AUDIENCE_PEOPLE_MAX, `At most ${AUDIENCE_PEOPLE_MAX} of them.`).default([]),
});

/** What an audience names, as people call it. `called` is the id, key or address that was asked about. */
export type AudienceNames = Readonly<{
  /** Ids of groups that are none any more, with what they were called. */
  deleted: readonly Readonly<{ called: string; name: string }>[];
  groups: readonly Readonly<{ called: string; id: string; name: string; people: number }>[];
  people: readonly Readonly<{ called: string; id: string; name: string; email: string; disabled: boolean }>[];
}>;

/** Who and what these ids, keys and addresses are, and which were groups once; unknown ones are absent. Senders and administrators. */
export async function nameAudience(
  viewer: Viewer,
  { groups, people }: z.infer<typeof namesInput>,
): Promise<AudienceNames> {
  requireRole(viewer, 'sender');
  const { store } = context();
  const foundGroups = await store.findGroups(groups);
  const foundPeople = people.length === 0 ? [] : await store.nameRecipients(people);
  const unknown = groups.filter((called) => !foundGroups.has(called));
  const deleted = unknown.length === 0 ? [] : await store.deletedGroups(unknown);
  return {
    deleted: [...deleted].map(([called, name]) => ({ called, name })),
    groups: [...foundGroups].map(([called, { id, name, people }]) => ({ called, id, name, people })),
    people: [...foundPeople].map(([called, person]) => ({ called, ...person })),
  };
}
