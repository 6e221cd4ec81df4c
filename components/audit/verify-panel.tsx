'use client';

import { CircleCheckIcon, TriangleAlertIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { type AuditVerification, verifyAuditLog } from '@/lib/client/audit';
import type { RequestProblem } from '@/lib/client/request';
import { outcomeSentence } from '@/lib/inbox/audit-outcome';
import { Button } from '../button';
import { buttonClass } from '../button-class';
import { FormProblem, TextField } from '../field';
import { Form } from '../form';
import { useAnnounce } from '../speech/announcer';

/** Has the whole log looked at and says what came out; beside it the way to take it along. */
export function VerifyPanel({ verify = verifyAuditLog }: { verify?: typeof verifyAuditLog }) {
  const router = useRouter();
  const announce = useAnnounce();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [head, setHead] = useState('');
  const [outcome, setOutcome] = useState<AuditVerification | null>(null);
  const [problem, setProblem] = useState<RequestProblem | null>(null);

  const run = async () => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    const answer = await verify(head.trim() === '' ? null : head.trim());
    running.current = false;
    setBusy(false);
    setOutcome(answer.ok ? answer.value : null);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    announce(outcomeSentence(answer.value), answer.value.intact ? 'polite' : 'assertive');
    // A verification is an entry itself.
    router.refresh();
  };

  return (
    <section aria-labelledby="verify" className="rounded-xl border border-line px-4 py-4">
      <h2 id="verify" className="text-lg font-semibold">
        Verify
      </h2>
      <p className="mt-1 max-w-prose text-sm text-muted">
        Every entry holds the hash of the one before it. Write the newest hash down somewhere else: with it
        the next verification also notices when the end of the log was cut off.
      </p>
      <Form className="mt-4 space-y-4" onSubmit={run}>
        {problem !== null && problem.errors.length === 0 && <FormProblem>{problem.detail}</FormProblem>}
        <div className="max-w-2xl">
          <TextField
            name="head"
            label="A hash you wrote down (optional)"
            errors={problem?.errors ?? []}
            autoComplete="off"
            spellCheck={false}
            maxLength={64}
            value={head}
            onChange={(event) => setHead(event.target.value)}
          />
        </div>
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="primary" aria-disabled={busy}>
            {busy ? 'Verifying…' : 'Verify the log'}
          </Button>
          <a href="/api/audit/export" download className={buttonClass('plain')}>
            Export as NDJSON
          </a>
        </div>
      </Form>
      {outcome !== null && <OutcomeLine outcome={outcome} />}
    </section>
  );
}

function OutcomeLine({ outcome }: { outcome: AuditVerification }) {
  const Icon = outcome.intact ? CircleCheckIcon : TriangleAlertIcon;
  return (
    <div data-state={outcome.intact ? 'intact' : 'broken'} className="mt-4 text-sm">
      <p className={`flex items-start gap-2 ${outcome.intact ? 'text-success' : 'text-critical'}`}>
        <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        {outcomeSentence(outcome)}
      </p>
      {outcome.entries > 0 && (
        <p className="mt-1 text-muted">
          Hash of entry {outcome.last.seq}:{' '}
          <code className="rounded bg-raised px-1 py-0.5 font-mono text-xs wrap-anywhere select-all">
            {outcome.last.hash}
          </code>
        </p>
      )}
    </div>
  );
}
