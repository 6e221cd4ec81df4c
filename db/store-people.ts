import type { Role } from '@/lib/inbox/audience';
import type { Actor } from '@/lib/inbox/audit';
import type { Invitation, InvitationState } from '@/lib/inbox/invitation';
import type { Once } from './once';
import type { User } from './store';

/** Who a person is, and whether they are here now, for administrators. */
export type PersonListed = Pick<User, 'id' | 'name' | 'email' | 'role' | 'disabledAt' | 'createdAt'> &
  Readonly<{
    /** How many sessions live: places where this person is signed in. */
    sessions: number;
    /** When a session of theirs was last used; null when none is kept. */
    lastUsedAt: string | null;
  }>;

export type PersonFilter = Readonly<{
  /** Part of a name or an address. */
  q: string | null;
  role: Role | null;
  state: 'active' | 'disabled' | null;
}>;

/** The sessions that an act has ended, whose sockets are still open. */
export type Ended = Readonly<{ ended: readonly string[] }>;

/** The broadcasts that were held or scheduled, and are paused by an act. */
export type Paused = Readonly<{ paused: readonly string[] }>;

export type NewLink = Readonly<{
  id: string;
  /** SHA-256 of the secret in the link. */
  hash: string;
  /** Null when it is made in a terminal, with nobody signed in. */
  createdBy: string | null;
  expiresAt: number;
  by?: Actor;
  once?: Once | null;
  now: number;
}>;

/** Every method that takes `by` writes one row of the audit log with what it changed, and none when it changed nothing. */
export type People = {
  /** Newest first, keyset by id; at most 100. `idleAfter` is as in `findSession`. */
  listPeople(
    page: PersonFilter & { before: string | null; limit: number; now: number; idleAfter: number },
  ): Promise<{ people: readonly PersonListed[]; next: string | null }>;
  /**
   * Settles the inbox under the old and the new membership first: what is owed to both is delivered, what only the old
   * one was owed is skipped. Being disabled ends every session. `conflict` when it would leave no enabled
   * administrator; whoever is an administrator no more takes back the links they made. What waits to go out of somebody
   * who may send no more is paused, each with its own row in the audit log.
   */
  changeUser(
    id: string,
    change: { role?: Role; disabled?: boolean; by?: Actor; now: number },
  ): Promise<User & Ended & Paused>;
  /** Ends every session of this person and makes every token worthless; answers the ids of those that lived. */
  endSessions(userId: string, at: { by?: Actor; now: number }): Promise<readonly string[]>;
  /** Takes the place of an open invitation to the same address. `conflict` when somebody has it. */
  invite(invitation: NewLink & { email: string; name: string; role: Role }): Promise<Invitation>;
  /** Takes the place of an open one of the same person; `conflict` when they are disabled. */
  makePasswordLink(link: NewLink & { userId: string }): Promise<Invitation>;
  /** What was neither used nor taken back, expired ones included, newest first, keyset by id; at most 100. */
  listInvitations(page: {
    before: string | null;
    limit: number;
  }): Promise<{ invitations: readonly Invitation[]; next: string | null }>;
  findInvitation(
    hash: string,
    now: number,
  ): Promise<{ invitation: Invitation; state: InvitationState } | null>;
  /**
   * Uses the link: makes the person, or gives the one it is for this password and ends all their sessions. Once,
   * however many try: the others get `conflict` with `facts.state`, like those who come too late. `not_found` when
   * there is no such link. Its row in the audit log names the person themselves.
   */
  acceptInvitation(acceptance: {
    hash: string;
    /** Of the person that is made. */
    userId: string;
    /** Instead of the name in the invitation. */
    name: string | null;
    passwordHash: string;
    from?: Pick<Actor, 'via' | 'address' | 'requestId'>;
    now: number;
  }): Promise<{ user: User } & Ended>;
  /** `not_found` when there is none, `conflict` when it was used; a second time changes nothing. */
  revokeInvitation(id: string, at: { by?: Actor; now: number }): Promise<void>;
};
