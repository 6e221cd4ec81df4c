import type { Role } from '@/lib/inbox/audience';

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  member: 'Member',
  sender: 'Sender',
  admin: 'Administrator',
};

/** What each role may do beyond the one before, in one line. */
export const ROLE_HINTS: Readonly<Record<Role, string>> = {
  member: 'Gets notifications.',
  sender: 'Sends broadcasts as well.',
  admin: 'Manages people, groups and keys as well.',
};
