'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { importList } from '@/lib/client/groups';
import type { ImportReport } from '@/lib/inbox/group-import';
import { Button } from '../button';
import { TextArea } from '../field';
import { useAnnounce } from '../speech/announcer';
import { peopleText, reportText } from './group-words';
import { ImportReportView } from './import-report';
import { ListFile } from './list-file';

type Shown = Readonly<{ report: ImportReport; done: boolean }>;

/** Adds whom a list names, after it has been looked through: what cannot be taken is known before anything is done. */
export function ImportList({ groupId }: { groupId: string }) {
  const router = useRouter();
  const announce = useAnnounce();
  const heading = useRef<HTMLHeadingElement>(null);
  const running = useRef(false);
  const [csv, setCsv] = useState('');
  const [busy, setBusy] = useState<'checking' | 'adding' | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  // Whoever asked for it is taken to the report.
  useEffect(() => {
    if (shown) heading.current?.focus();
  }, [shown]);

  const change = (text: string) => {
    setCsv(text);
    setShown(null);
    setProblem(null);
  };

  const run = async (check: boolean) => {
    if (running.current) return;
    running.current = true;
    setBusy(check ? 'checking' : 'adding');
    setProblem(null);
    const answer = await importList(groupId, csv, { check });
    running.current = false;
    setBusy(null);
    if (!answer.ok) {
      setProblem(answer.problem.errors[0]?.message ?? answer.problem.detail);
      if (answer.problem.facts.added !== undefined) router.refresh();
      return;
    }
    setShown({ report: answer.value, done: !check });
    announce(`${reportText(answer.value, { done: !check })}.`);
    if (!check) router.refresh();
  };

  const added = shown?.report.added ?? 0;
  return (
    <div className="max-w-2xl space-y-4">
      <TextArea
        name="list"
        label="List of e-mail addresses"
        hint="One address a line, or CSV with a column headed email. At most 2 MB and 20,000 lines."
        rows={6}
        dir="auto"
        spellCheck={false}
        errors={problem === null ? [] : [{ path: 'list', message: problem }]}
        value={csv}
        onChange={(event) => change(event.target.value)}
      />
      <ListFile onRead={change} onRefused={setProblem} />
      <p role="alert" className="sr-only">
        {problem}
      </p>
      <Button aria-disabled={busy !== null} disabled={csv.trim() === ''} onClick={() => run(true)}>
        {busy === 'checking' ? 'Checking…' : 'Check list'}
      </Button>
      {shown !== null && (
        <ImportReportView heading={heading} {...shown}>
          {!shown.done && added > 0 && (
            <Button kind="primary" aria-disabled={busy !== null} onClick={() => run(false)}>
              {busy === 'adding' ? 'Adding…' : `Add ${peopleText(added)}`}
            </Button>
          )}
        </ImportReportView>
      )}
    </div>
  );
}
