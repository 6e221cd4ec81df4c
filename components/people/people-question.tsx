'use client';

import type { PersonShown } from '@/lib/client/people';
import type { Invitation } from '@/lib/inbox/invitation';
import { ConfirmDialog } from '../confirm-dialog';
import { ManageDialog } from './manage-dialog';
import { type PersonAct, wordsOf } from './person-acts';

export type Asking =
  | Readonly<{ what: 'manage'; person: PersonShown }>
  | Readonly<{ what: PersonAct; person: PersonShown }>
  | Readonly<{ what: 'revoke'; invitation: Invitation }>;

/** What is asked before anything is done: which act, and whether. */
export function PeopleQuestion({
  asking,
  viewerId,
  problem,
  onAsk,
  onAct,
  onRevoke,
  onClose,
}: {
  asking: Asking;
  viewerId: string;
  problem: string | null;
  onAsk: (next: Asking) => void;
  onAct: (what: PersonAct, person: PersonShown) => Promise<void>;
  onRevoke: (invitation: Invitation) => Promise<void>;
  onClose: () => void;
}) {
  if (asking.what === 'revoke') {
    const { invitation } = asking;
    return (
      <ConfirmDialog
        title={`Take back the link for ${invitation.name}?`}
        confirm="Take back"
        kind="danger"
        problem={problem}
        onConfirm={() => onRevoke(invitation)}
        onCancel={onClose}
      >
        <p>It lets nobody in any more. You can make another.</p>
      </ConfirmDialog>
    );
  }
  const { person } = asking;
  const isSelf = person.id === viewerId;
  if (asking.what === 'manage') {
    return (
      <ManageDialog
        person={person}
        isSelf={isSelf}
        onPick={(what) => onAsk({ what, person })}
        onClose={onClose}
      />
    );
  }
  const { what } = asking;
  const { question, text, confirm, kind } = wordsOf(what, person, isSelf);
  return (
    <ConfirmDialog
      title={question}
      confirm={confirm}
      kind={kind}
      problem={problem}
      onConfirm={() => onAct(what, person)}
      onCancel={onClose}
    >
      <p>{text}</p>
    </ConfirmDialog>
  );
}
