'use client';

import { type ReactNode, type Ref, useId, useState } from 'react';
import { badReasonText, type ImportReport } from '@/lib/inbox/group-import';
import { number } from '../bell-words';
import { Button } from '../button';
import { othersText, reportText } from './group-words';

/** Lines that are drawn at first, and with each further asking: thousands would stop the page. */
const STEP = 200;

/** What a list would do or did, with every line that was not taken. `children` is what can be done next. */
export function ImportReportView({
  report,
  done,
  heading,
  children,
}: {
  report: ImportReport;
  done: boolean;
  heading?: Ref<HTMLHeadingElement>;
  children?: ReactNode;
}) {
  const id = useId();
  const [drawn, setDrawn] = useState(STEP);
  const others = othersText(report);
  const left = report.bad.length - drawn;
  return (
    <section aria-labelledby={id} className="space-y-4 rounded-xl border border-line p-5">
      <h3 id={id} ref={heading} tabIndex={-1} className="font-semibold">
        {reportText(report, { done })}
      </h3>
      {others !== null && <p className="text-sm text-muted">{others}</p>}
      {children}
      {report.bad.length > 0 && (
        <table className="w-full text-sm">
          <caption className="sr-only">Lines that are not taken</caption>
          <thead className="border-b border-line text-xs text-muted">
            <tr>
              {['Line', 'Text', 'Why'].map((name) => (
                <th key={name} scope="col" className="px-2 py-1.5 text-start font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {report.bad.slice(0, drawn).map(({ line, text, reason }) => (
              <tr key={line}>
                <th scope="row" className="px-2 py-1.5 text-start align-top font-normal tabular-nums">
                  {number(line)}
                </th>
                <td className="px-2 py-1.5 align-top">
                  <bdi className="font-mono text-xs wrap-anywhere whitespace-pre-wrap">{text}</bdi>
                </td>
                <td className="px-2 py-1.5 align-top">{badReasonText(reason)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {left > 0 && (
        <Button onClick={() => setDrawn(drawn + STEP)}>Show {number(Math.min(STEP, left))} more lines</Button>
      )}
    </section>
  );
}
