'use client';

import { useState } from 'react';
import { checkReach, type Draft, type Reach, sendBroadcast } from '@/lib/client/broadcasts';
import { number, people } from '../bell-words';
import { ConfirmDialog } from '../confirm-dialog';
import { TextField } from '../field';
import { audienceText, isTyped, TYPED_ABOVE } from './broadcast-words';

/**
 * The last look before a broadcast goes out: exactly how many people, and a large number is typed. When the
 * number or the draft changed meanwhile the server refuses; then the new number is shown and asked again.
 */
export function ConfirmSending({
  id,
  draft,
  first,
  onCancel,
  onSent,
}: {
  id: string;
  draft: Draft;
  first: Reach;
  onCancel: () => void;
  onSent: (id: string) => void;
}) {
  const [reach, setReach] = useState(first);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const mustType = reach.count > TYPED_ABOVE;

  const send = async () => {
    setProblem(null);
    const answer = await sendBroadcast(id, reach.token);
    if (answer.ok) {
      onSent(id);
      return;
    }
    if (answer.problem.code !== 'conflict') {
      setProblem(answer.problem.detail);
      return;
    }
    const again = await checkReach(id);
    if (!again.ok) {
      // It went out already, from another window or by the first of two attempts: its page says what happened.
      if (again.problem.code === 'conflict') onSent(id);
      else setProblem(again.problem.detail);
      return;
    }
    setReach(again.value);
    setTyped('');
    setProblem(
      again.value.count === reach.count
        ? answer.problem.detail
        : `The audience has changed: it was ${people(reach.count)}, now it is ${people(again.value.count)}.`,
    );
  };

  return (
    <ConfirmDialog
      title={reach.count === 0 ? 'There is nobody to send to' : `Send to ${people(reach.count)} now?`}
      confirm={`Send to ${people(reach.count)}`}
      blocked={reach.count === 0 || (mustType && !isTyped(typed, reach.count))}
      problem={problem}
      onConfirm={send}
      onCancel={onCancel}
    >
      <p dir="auto" className="font-medium text-text wrap-anywhere">
        {draft.title}
      </p>
      <p>
        To {audienceText(draft.audience).toLowerCase()}
        {reach.online !== null && ` · ${number(reach.online)} online now`}
      </p>
      {mustType && (
        <TextField
          name="typed"
          label={`Type ${number(reach.count)} to confirm`}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
    </ConfirmDialog>
  );
}
