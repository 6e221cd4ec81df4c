'use client';

import { useState } from 'react';
import { cancelSending } from '@/lib/client/broadcasts';
import { recallBroadcast, stopDelivering } from '@/lib/client/following';
import type { ShownFigures } from '@/lib/inbox/few-people';
import { number, people } from '../bell-words';
import { ConfirmDialog } from '../confirm-dialog';
import { deliveredText } from './milestones';

/** What is asked about before it is done. */
export type Asking = 'recall' | 'stop' | 'cancel';

const ACTS = {
  recall: {
    act: recallBroadcast,
    title: 'Recall this broadcast?',
    confirm: 'Recall',
    dismiss: 'Cancel',
    done: 'Recalled.',
  },
  stop: {
    act: stopDelivering,
    title: 'Stop delivering?',
    confirm: 'Stop delivering',
    dismiss: 'Go on delivering',
    done: 'Delivery stopped.',
  },
  cancel: {
    act: cancelSending,
    title: 'Cancel sending?',
    confirm: 'Cancel sending',
    dismiss: 'Keep sending',
    done: 'Cancelled.',
  },
} as const;

/** Asks with the numbers of this moment, does it, and stays with the reason when it was refused. */
export function ActDialog({
  id,
  asking,
  figures,
  onDone,
  onCancel,
}: {
  id: string;
  asking: Asking;
  figures: ShownFigures;
  /** What to say of it. */
  onDone: (sentence: string) => void;
  onCancel: () => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const { act, title, confirm, dismiss, done } = ACTS[asking];
  return (
    <ConfirmDialog
      title={title}
      confirm={confirm}
      dismiss={dismiss}
      kind="danger"
      problem={problem}
      onConfirm={async () => {
        setProblem(null);
        const answer = await act(id);
        if (answer.ok) onDone(done);
        else setProblem(answer.problem.detail);
      }}
      onCancel={onCancel}
    >
      <p>{TEXTS[asking](figures)}</p>
    </ConfirmDialog>
  );
}

const TEXTS: Readonly<Record<Asking, (figures: ShownFigures) => string>> = {
  recall: ({ delivered, seen }) =>
    `Removes it from ${number(delivered)} ${delivered === 1 ? 'inbox' : 'inboxes'}. ${seenText(seen)}This can't be undone.`,
  stop: (figures) =>
    `${deliveredText(figures)}; nobody else will get it. Those who have it keep it. This can't be undone.`,
  cancel: () => 'It has not gone out to anybody yet, and will not.',
};

/** Nothing where it is not shown how many. */
function seenText(seen: number | null): string {
  return seen === null ? '' : `${people(seen)} ${seen === 1 ? 'has' : 'have'} already seen it. `;
}
