'use client';

import type { AudienceView } from '@/lib/client/audience-watch';
import type { AudienceReport } from '@/lib/client/sending';
import { FEW_PEOPLE } from '@/lib/inbox/few-people';
import type { Severity } from '@/lib/inbox/notification';
import { number, people } from '../bell-words';
import { Button } from '../button';

/**
 * Whom an audience would reach: "1,284 people · 312 online now". While it is counted there is no number at all, because
 * one of another audience would be believed.
 */
export function AudienceLine({
  view,
  missing,
  severity,
  onAgain,
}: {
  view: AudienceView;
  /** What has to be chosen first. */
  missing: string | null;
  severity: Severity;
  onAgain: () => void;
}) {
  return (
    // As high while it is counted as with what is known then, or "Continue" would slip from under a pointer that presses it.
    <div
      aria-live="polite"
      aria-atomic="true"
      aria-busy={view.kind === 'counting'}
      data-audience={view.kind}
      className="min-h-23 rounded-lg bg-raised px-3 py-2.5 text-sm"
    >
      {missing !== null && <p className="text-muted">{missing}</p>}
      {missing === null && view.kind === 'counting' && <p className="text-muted">Counting people…</p>}
      {missing === null && view.kind === 'problem' && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-critical">
          {view.problem.detail}
          <Button kind="quiet" onClick={onAgain}>
            Count again
          </Button>
        </p>
      )}
      {missing === null && view.kind === 'report' && <Report report={view.report} severity={severity} />}
    </div>
  );
}

function Report({ report, severity }: { report: AudienceReport; severity: Severity }) {
  const notes = notesOf(report, severity);
  return (
    <>
      <p>
        <strong className="font-semibold">{people(report.count)}</strong>
        {report.online !== null && ` · ${number(report.online)} online now`}
      </p>
      {notes !== '' && <p className="mt-0.5 text-muted">{notes}</p>}
      {report.examples.length > 0 && (
        <details className="mt-1">
          <summary className="cursor-pointer text-accent pointer-coarse:py-2">
            {report.examples.length === 1 ? 'Show 1 example' : `Show ${report.examples.length} examples`}
          </summary>
          <ul className="mt-1 space-y-0.5">
            {report.examples.map(({ id, name, email }) => (
              <li key={id} dir="auto" className="wrap-anywhere">
                {name} <span className="text-muted">{email}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** "96 have turned this category off · 12 already got 5 or more today" */
export function notesOf({ count, muted, busy }: AudienceReport, severity: Severity): string {
  const off = `${number(muted ?? 0)} ${muted === 1 ? 'has' : 'have'} turned this category off`;
  return [
    muted === null && count > 0 ? FEW_PEOPLE : '',
    muted === null || muted === 0 ? '' : off,
    severity === 'critical' ? 'Critical: goes also to people who turned its category off' : '',
    busy === null || busy === 0 ? '' : `${number(busy)} already got 5 or more today`,
  ]
    .filter((note) => note !== '')
    .join(' · ');
}
