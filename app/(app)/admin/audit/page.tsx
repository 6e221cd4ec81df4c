import Link from 'next/link';
import { AuditFilters } from '@/components/audit/audit-filters';
import { AuditTable } from '@/components/audit/audit-table';
import { VerifyPanel } from '@/components/audit/verify-panel';
import { buttonClass } from '@/components/button-class';
import { PageTitle } from '@/components/page-title';
import { findAuditPage } from '@/lib/server/audit/list-audit';
import { findReading } from '../../../reading';
import { orNotFound, signedIn } from '../../signed-in';
import { auditAddress, auditAsked, auditSearch } from './audit-search';

/** What administrators and senders did, whether anybody has meddled with it, and the way to take it along. */
export default async function AuditPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const viewer = await signedIn('/admin/audit');
  const parameters = await searchParams;
  const asked = auditAsked(parameters);
  const { timeZone } = await findReading();
  const { before } = parameters;
  const place: Record<string, string> = typeof before === 'string' ? { before } : {};
  const page = await orNotFound(findAuditPage(viewer, { ...auditSearch(asked, timeZone), ...place }));
  return (
    <div className="max-sm:px-4">
      <PageTitle page="Audit log" />
      <h1 className="text-xl font-semibold tracking-tight">Audit log</h1>
      <p className="mt-1 mb-6 max-w-prose text-sm text-muted">
        What was done here by people who may do more than read, kept for good.
      </p>
      <div className="space-y-6">
        <VerifyPanel />
        <AuditFilters asked={asked} />
        {page.entries.length > 0 ? (
          <AuditTable entries={page.entries} />
        ) : (
          <p className="rounded-xl border border-line px-6 py-14 text-center text-muted">
            {Object.values(asked).some((value) => value !== '') ? 'No entry fits this.' : 'No entries yet.'}
          </p>
        )}
        {page.next !== null && (
          <p className="text-center">
            <Link href={auditAddress(asked, page.next)} prefetch={false} className={buttonClass('plain')}>
              Older entries
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}
