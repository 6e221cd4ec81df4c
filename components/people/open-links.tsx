'use client';

import type { Invitation } from '@/lib/inbox/invitation';
import { Button } from '../button';
import { useClock } from '../time/clock';
import { RelativeTime } from '../time/relative-time';
import { wholeTime } from '../time/time-words';
import { ROLE_WORDS } from './role-words';

/** The links that somebody may still come with, and those that nobody came with in time. */
export function OpenLinks({
  invitations,
  onRevoke,
}: {
  invitations: readonly Invitation[];
  onRevoke: (invitation: Invitation) => void;
}) {
  if (invitations.length === 0) {
    return (
      <p className="rounded-xl border border-line px-6 py-10 text-center text-muted">
        No invitation is waiting.
      </p>
    );
  }
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets.
    <ul role="list" aria-label="Open links" className="divide-y divide-line rounded-xl border border-line">
      {invitations.map((invitation) => (
        <LinkLine key={invitation.id} invitation={invitation} onRevoke={() => onRevoke(invitation)} />
      ))}
    </ul>
  );
}

function LinkLine({ invitation, onRevoke }: { invitation: Invitation; onRevoke: () => void }) {
  const { kind, name, email, role, createdBy, createdAt, expiresAt } = invitation;
  const clock = useClock();
  const isOver = Date.parse(expiresAt) <= clock.now;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium wrap-anywhere">
          <bdi>{name}</bdi> <span className="font-normal text-muted">{email}</span>
        </p>
        <p className="text-xs text-muted">
          {kind === 'invitation' ? `Invited as ${ROLE_WORDS[role].toLowerCase()}` : 'Link to a new password'}
          {createdBy !== null && (
            <>
              {' '}
              by <bdi>{createdBy.name}</bdi>
            </>
          )}{' '}
          <RelativeTime iso={createdAt} long /> ·{' '}
          <span data-state={isOver ? 'expired' : 'open'}>
            {isOver ? 'expired' : 'works'} {isOver ? '' : 'until '}
            {wholeTime(expiresAt, clock)}
          </span>
        </p>
      </div>
      <Button
        kind="danger"
        aria-label={`Take back the ${kind === 'invitation' ? 'invitation for' : 'password link of'} ${name}`}
        onClick={onRevoke}
      >
        Take back
      </Button>
    </li>
  );
}
