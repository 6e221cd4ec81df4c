import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Connection } from '@/db/sqlite/connection';
import { toIso } from '@/db/sqlite/iso';
import type { KeptAnswers } from '@/db/sqlite/kept-answers';
import type { NewLink, People } from '@/db/store-people';
import { AppError } from '@/lib/errors';
import { type Invitation, type InvitationKind, invitationState } from '@/lib/inbox/invitation';
import { type InvitationRows, toInvitation } from './invitation-rows';
import type { Joining } from './joining';
import type { People as AccountsPeople } from './people';
import type { RevokingLinks } from './revoking-links';

type Parts = {
  rows: InvitationRows;
  links: RevokingLinks;
  joining: Joining;
  people: AccountsPeople;
  answers: KeptAnswers;
  audit: AuditWriting;
};
type Invitations = Pick<
  People,
  'invite' | 'makePasswordLink' | 'listInvitations' | 'findInvitation' | 'revokeInvitation'
>;

const PAGE_MAX = 100;
/** A link that is in wrong hands is taken back on a full disk too. */
const ESSENTIAL = { essential: true };

/** One-time links; only the hash of what stands in one is ever here. */
export function invitations({ immediate, snapshot }: Connection, parts: Parts): Invitations {
  const { rows, links, joining, people, answers, audit } = parts;

  return {
    invite: async (link) =>
      immediate(() =>
        answers.once(link.once, link.now, () => {
          const { name, role } = link;
          const email = link.email.toLowerCase();
          joining.refuseTaken(email);
          const replaced = links.invitationTo(email, link.now) > 0;
          const made = add(link, { kind: 'invitation', email, name, role, userId: null });
          audit.write(link.by, {
            action: 'person.invite',
            object: { kind: 'invitation', id: made.id, name: email },
            before: null,
            after: { name, email, role, expiresAt: made.expiresAt, replaced },
            now: link.now,
          });
          return made;
        }),
      ),

    makePasswordLink: async (link) =>
      immediate(() =>
        answers.once(link.once, link.now, () => {
          const person = people.named(link.userId);
          if (!person) throw new AppError('not_found', 'There is no such person.');
          const { id, name, email, role } = person;
          if (person.disabled) throw new AppError('conflict', 'This person is disabled. Enable them first.');
          const replaced = links.passwordOf(id, link.now) > 0;
          const made = add(link, { kind: 'password', email, name, role, userId: id });
          audit.write(link.by, {
            action: 'person.passwordLink',
            object: { kind: 'person', id, name },
            before: null,
            after: { invitation: made.id, expiresAt: made.expiresAt, replaced },
            now: link.now,
          });
          return made;
        }),
      ),

    async listInvitations({ before, limit }) {
      const size = Math.min(limit, PAGE_MAX);
      const found = snapshot(() => rows.page(before, size + 1));
      const page = found.slice(0, size).map(toInvitation);
      return { invitations: page, next: found.length > size ? (page.at(-1)?.id ?? null) : null };
    },

    findInvitation: async (hash, now) =>
      snapshot(() => {
        const row = rows.byHash(hash);
        return row && { invitation: toInvitation(row), state: invitationState(row, now) };
      }),

    async revokeInvitation(id, { by, now }) {
      await immediate(() => {
        const row = rows.byId(id);
        if (!row) throw new AppError('not_found', 'There is no such link.');
        if (row.usedAt !== null) throw new AppError('conflict', 'This link was used already.');
        if (links.one(id, now) === 0) return;
        audit.write(by, {
          action: 'invitation.revoke',
          object: { kind: 'invitation', id, name: row.email },
          before: { kind: row.kind, name: row.name, email: row.email, role: row.role },
          after: null,
          now,
        });
      }, ESSENTIAL);
    },
  };

  function add(
    { id, hash, createdBy, expiresAt, now }: NewLink,
    what: Pick<Invitation, 'email' | 'name' | 'role' | 'userId'> & { kind: InvitationKind },
  ): Invitation {
    rows.add({ id, hash, ...what, createdBy, createdAt: now, expiresAt });
    const row = rows.byId(id);
    if (!row) throw new Error(`The link ${id} is not there after it was added at ${toIso(now)}.`);
    return toInvitation(row);
  }
}
