import type { Change } from '@/db/sqlite/owed';

/** What becomes of whoever joins a group. */
export const joining =
  (groupId: string): Change =>
  (person) => ({ ...person, groups: new Set([...person.groups, groupId]) });

/** What becomes of whoever leaves it. */
export const leaving =
  (groupId: string): Change =>
  (person) => ({ ...person, groups: new Set([...person.groups].filter((id) => id !== groupId)) });
