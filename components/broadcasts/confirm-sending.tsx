'use client';

import { useState } from 'react';
import type { RequestProblem } from '@/lib/client/request';
import { checkReach, isAnotherVersion, type Reach, sendBroadcast } from '@/lib/client/sending';
import { whenText } from '@/lib/inbox/local-time-words';
import { needsTyping, severityText } from '@/lib/inbox/sending-caution';
import { number, people } from '../bell-words';
import { ConfirmDialog } from '../confirm-dialog';
import { TextField } from '../field';
import { useClock } from '../time/clock';
import { wholeTime } from '../time/time-words';
import { type AudienceNaming, isTyped, toAudienceText } from './broadcast-words';
import type { Planned } from './when-choice';

/**
 * The last look before a broadcast is on its way: what, how urgent, to whom, how many and when. The number is typed when
 * it is large or the broadcast critical. What it says comes with the token that confirms it. When the number changed
 * meanwhile the server refuses; then the new number is shown and asked again. Of another text nothing is asked here:
 * nobody has seen it.
 */
export function ConfirmSending({
  draft,
  names,
  planned,
  freeze,
  first,
  onCancel,
  onChanged,
  onSent,
}: {
  /** The version that was looked at. */
  draft: Readonly<{ id: string; version: number }>;
  names?: AudienceNaming;
  planned: Planned;
  freeze: boolean;
  first: Reach;
  onCancel: () => void;
  /** The draft is another version by now. */
  onChanged: (problem: RequestProblem) => void;
  onSent: (id: string) => void;
}) {
  const clock = useClock();
  const [reach, setReach] = useState(first);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { severity } = reach;
  const mustType = needsTyping({ count: reach.count, severity });
  const urgency = severityText(severity);
  const { when, moment } = planned;
  const verb = when.kind === 'later' ? 'Schedule for' : 'Send to';

  const { id } = draft;
  const send = async () => {
    setProblem(null);
    const answer = await sendBroadcast(id, { token: reach.token, when, freeze });
    if (answer.ok) {
      onSent(id);
      return;
    }
    if (answer.problem.code !== 'conflict') {
      setProblem(answer.problem.detail);
      return;
    }
    const again = await checkReach(draft, { freeze });
    if (!again.ok) {
      if (isAnotherVersion(again.problem)) onChanged(again.problem);
      // It went out already, from another window or by the first of two attempts: its page says what happened.
      else if (again.problem.code === 'conflict') onSent(id);
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
      title={
        reach.count === 0
          ? 'There is nobody to send to'
          : `${verb} ${people(reach.count)}${when.kind === 'now' ? ' now' : ''}?`
      }
      confirm={`${verb} ${people(reach.count)}`}
      blocked={reach.count === 0 || (mustType && !isTyped(typed, reach.count))}
      problem={problem}
      onConfirm={send}
      onCancel={onCancel}
    >
      <p dir="auto" className="font-medium text-text wrap-anywhere">
        {reach.title}
      </p>
      {urgency !== null && <p className={severity === 'critical' ? 'text-critical' : undefined}>{urgency}</p>}
      <p>
        To {toAudienceText(reach.audience, names)}
        {reach.online !== null && ` · ${number(reach.online)} online now`}
      </p>
      <p>
        {when.kind === 'later' && moment?.kind === 'instant' ? (
          <>
            {wholeTime(new Date(moment.at).toISOString(), { ...clock, timeZone: when.local.zone })}{' '}
            {when.local.zone} {whenText(moment.at, { now: clock.now, zone: when.local.zone })}.{' '}
            {freeze ? 'To the people who belong now.' : 'The number is counted again then.'}
          </>
        ) : (
          holdText(reach.holdSeconds)
        )}
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

/** How long there is for second thoughts. */
function holdText(seconds: number): string {
  if (seconds === 0) return 'It goes out at once.';
  return `It goes out after ${seconds} ${seconds === 1 ? 'second' : 'seconds'}; until then you can undo it.`;
}
