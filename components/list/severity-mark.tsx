import { OctagonAlertIcon, TriangleAlertIcon } from 'lucide-react';
import type { Severity } from '@/lib/inbox/notification';
import { severityWord } from './row-words';

/** Severity as icon, word and colour, from warning upwards; nothing below. */
export function SeverityMark({ severity, silent = false }: { severity: Severity; silent?: boolean }) {
  const word = severityWord(severity);
  if (word === null) return null;
  const Icon = severity === 'critical' ? OctagonAlertIcon : TriangleAlertIcon;
  return (
    <span
      aria-hidden={silent}
      data-severity={severity}
      className="inline-flex items-center gap-1 font-medium data-[severity=critical]:text-critical data-[severity=warning]:text-warning"
    >
      <Icon aria-hidden="true" className="size-3.5" />
      {word}
    </span>
  );
}
