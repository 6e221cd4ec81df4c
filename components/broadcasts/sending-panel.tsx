'use client';

import { useRef, useState } from 'react';
import type { RequestProblem } from '@/lib/client/request';
import { checkReach, isAnotherVersion, type Reach, sendTest } from '@/lib/client/sending';
import { useAudienceNames } from '@/lib/client/use-audience-names';
import type { Audience } from '@/lib/inbox/audience';
import { Button } from '../button';
import { FormProblem } from '../field';
import { useAnnounce } from '../speech/announcer';
import { useClock } from '../time/clock';
import { useEarlyInput } from '../use-early-input';
import { ConfirmSending } from './confirm-sending';
import { plannedOf, startOf, type WhenChoice } from './when-choice';
import { WhenFields } from './when-fields';

type Version = Readonly<{ id: string; version: number }>;

/** The end of the composer: when it goes, a test to oneself, and the way to the confirmation. */
export function SendingPanel({
  audience,
  prepare,
  onChanged,
  onSent,
}: {
  audience: Audience;
  /** Stores what was typed; null when it was refused, which the form shows. */
  prepare: () => Promise<Version | null>;
  /** The server has another version: what it has when it says the same, else null, and the form shows both. */
  onChanged: (problem: RequestProblem) => Promise<Version | null>;
  /** It was confirmed: by this, by the first of two attempts, or from another window. */
  onSent: (id: string) => void;
}) {
  const clock = useClock();
  const announce = useAnnounce();
  const [choice, setChoice] = useState<WhenChoice | null>(null);
  const [busy, setBusy] = useState<'checking' | 'testing' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [tested, setTested] = useState(false);
  const [asking, setAsking] = useState<{ draft: Version; reach: Reach } | null>(null);
  const running = useRef(false);
  const root = useRef<HTMLDivElement>(null);
  useEarlyInput(root);
  // Until somebody chooses, it begins where their clock is: the server does not know it in the first HTML.
  const chosen = choice ?? startOf(clock);
  const planned = plannedOf(chosen, clock.now);
  const freeze = chosen.kind === 'later' && chosen.freeze;
  // Asked for here and not handed down: the confirmation says them, whoever put the form together.
  const names = useAudienceNames(
    [...(audience.kind === 'groups' ? audience.groups : []), ...(audience.except?.groups ?? [])],
    [...(audience.kind === 'people' ? audience.people : []), ...(audience.except?.people ?? [])],
  );

  const once = async (what: 'checking' | 'testing', act: (draft: Version) => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(what);
    setProblem(null);
    setTested(false);
    const draft = await prepare();
    if (draft !== null) await act(draft);
    running.current = false;
    setBusy(null);
  };
  const proceed = () => {
    if (planned.problem !== null) {
      root.current?.querySelector<HTMLElement>(`[name="when.${planned.problem.field}"]`)?.focus();
      return;
    }
    void once('checking', async (draft) => {
      const answer = await checkReach(draft, { freeze });
      if (answer.ok) return setAsking({ draft, reach: answer.value });
      if (!isAnotherVersion(answer.problem)) return refused(draft, answer.problem);
      const same = await onChanged(answer.problem);
      if (same === null) return;
      const again = await checkReach(same, { freeze });
      if (again.ok) setAsking({ draft: same, reach: again.value });
      else refused(same, again.problem);
    });
  };
  const refused = ({ id }: Version, problem: RequestProblem) => {
    // It is no draft any more: its page says what became of it.
    if (problem.code === 'conflict' && !isAnotherVersion(problem)) onSent(id);
    else setProblem(problem.detail);
  };
  const test = () =>
    once('testing', async ({ id }) => {
      const answer = await sendTest(id);
      if (!answer.ok) {
        setProblem(answer.problem.detail);
        return;
      }
      setTested(true);
      announce('Test sent. Look in your inbox.');
    });

  return (
    <div ref={root} className="space-y-4 border-t border-line pt-5">
      <WhenFields choice={chosen} planned={planned} onChange={(part) => setChoice({ ...chosen, ...part })} />
      {problem !== null && <FormProblem>{problem}</FormProblem>}
      <div className="flex flex-wrap items-center gap-3">
        <Button kind="primary" aria-disabled={busy !== null} onClick={proceed}>
          {busy === 'checking' ? 'Counting people…' : 'Continue'}
        </Button>
        <Button aria-disabled={busy !== null} onClick={test}>
          {busy === 'testing' ? 'Sending test…' : 'Send test to me'}
        </Button>
        {tested && <span className="text-sm text-muted">Test sent. Look in your inbox.</span>}
      </div>
      {asking !== null && (
        <ConfirmSending
          draft={asking.draft}
          names={names}
          planned={planned}
          freeze={freeze}
          first={asking.reach}
          onCancel={() => setAsking(null)}
          onChanged={async (changed) => {
            setAsking(null);
            // The same text under another number: there is nothing to choose, only to look at again.
            if ((await onChanged(changed)) !== null) setProblem(changed.detail);
          }}
          onSent={onSent}
        />
      )}
    </div>
  );
}
