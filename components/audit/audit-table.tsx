import Link from 'next/link';
import type { AuditEntry } from '@/lib/inbox/audit';
import { RelativeTime } from '../time/relative-time';
import { actionWords, viaWords } from './audit-words';
import { EntryDetails } from './entry-details';

const HEAD = 'px-3 py-2 text-start font-medium';

/** Entries of the audit log, newest first. On a phone one column says all of it. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <div className="relative overflow-x-auto rounded-xl border border-line">
      <table className="w-full text-sm">
        <thead className="border-b border-line bg-raised text-xs text-muted max-sm:sr-only">
          <tr>
            <th scope="col" className={HEAD}>
              When
            </th>
            <th scope="col" className={HEAD}>
              Who
            </th>
            <th scope="col" className={HEAD}>
              What
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {entries.map((entry) => (
            <EntryRow key={entry.seq} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EntryRow({ entry }: { entry: AuditEntry }) {
  const { actor, object } = entry;
  const via = viaWords(actor.via);
  return (
    <tr className="align-top max-sm:block max-sm:py-3">
      <td className="px-3 py-3 whitespace-nowrap text-muted max-sm:block max-sm:py-0.5">
        <RelativeTime iso={entry.at} />
      </td>
      <td className="px-3 py-3 max-sm:block max-sm:py-0.5">
        <span dir="auto" className="wrap-anywhere">
          {actor.name}
        </span>
        {via !== '' && <span className="block text-xs text-muted">{via}</span>}
      </td>
      <td className="px-3 py-3 max-sm:block max-sm:py-0.5 sm:w-3/5">
        <p>
          {actionWords(entry.action)}
          {object.kind !== 'audit' && (
            <>
              {' '}
              <Link
                href={`/admin/audit?object=${object.kind}:${encodeURIComponent(object.id)}`}
                prefetch={false}
                dir="auto"
                className="font-medium wrap-anywhere text-accent hover:underline pointer-coarse:inline-block pointer-coarse:py-3"
              >
                {object.name}
              </Link>
            </>
          )}
        </p>
        <EntryDetails entry={entry} />
      </td>
    </tr>
  );
}
