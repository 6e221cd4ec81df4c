import type { AuditEntry } from '@/lib/inbox/audit';
import { auditChanges, type FieldChange } from '@/lib/inbox/audit-changes';
import { valueWords } from './audit-words';

/** What was recorded before and after, field by field, and where the act came from. Closed until it is asked for. */
export function EntryDetails({ entry }: { entry: AuditEntry }) {
  const { actor, seq, hash } = entry;
  const changes = auditChanges(entry.before, entry.after);
  const facts = [
    ['Entry', String(seq)],
    ['Action', entry.action],
    ['Address', actor.address],
    ['Request', actor.requestId],
    ['Hash', hash],
  ] as const;
  return (
    <details className="mt-1">
      <summary className="inline-flex min-h-6 cursor-pointer items-center text-xs text-muted hover:text-text pointer-coarse:min-h-11">
        Details<span className="sr-only"> of entry {seq}</span>
      </summary>
      {changes.length > 0 && <ChangeTable changes={changes} seq={seq} />}
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name} className="contents">
                <dt className="text-muted">{name}</dt>
                <dd className="font-mono wrap-anywhere">{value}</dd>
              </div>
            ),
        )}
      </dl>
    </details>
  );
}

function ChangeTable({ changes, seq }: { changes: readonly FieldChange[]; seq: number }) {
  return (
    <table className="mt-2 w-full text-xs">
      <caption className="sr-only">What entry {seq} changed</caption>
      <thead className="text-muted">
        <tr>
          {['Field', 'Before', 'After'].map((name) => (
            <th key={name} scope="col" className="py-1 pe-3 text-start font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field} className="align-top">
            <th scope="row" className="py-1 pe-3 text-start font-mono font-normal">
              {field}
            </th>
            <td className="py-1 pe-3 text-muted">
              <Value value={before} />
            </td>
            <td className="py-1">
              <Value value={after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ value }: { value: unknown }) {
  const words = valueWords(value);
  if (words !== null) {
    return (
      <span dir="auto" className="wrap-anywhere whitespace-pre-line">
        {words}
      </span>
    );
  }
  return (
    <span className="text-muted">
      <span aria-hidden="true">–</span>
      <span className="sr-only">none</span>
    </span>
  );
}
