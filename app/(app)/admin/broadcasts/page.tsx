import { PlusIcon } from 'lucide-react';
import Link from 'next/link';
import { BroadcastTable } from '@/components/broadcasts/broadcast-table';
import { buttonClass } from '@/components/button';
import { PageTitle } from '@/components/page-title';
import { listBroadcasts } from '@/lib/server/broadcasts/list-broadcasts';
import { orNotFound, signedIn } from '../../signed-in';

/** What was sent, is about to be, and is being written. */
export default async function BroadcastsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const viewer = await signedIn('/admin/broadcasts');
  const { before } = await searchParams;
  const page = await orNotFound(
    listBroadcasts(viewer, { before: typeof before === 'string' ? before : null }),
  );
  return (
    <div className="max-sm:px-4">
      <PageTitle page="Broadcasts" />
      <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold tracking-tight">Broadcasts</h1>
        <Link href="/admin/broadcasts/new" prefetch={false} className={buttonClass('primary')}>
          <PlusIcon aria-hidden="true" className="size-4" />
          New broadcast
        </Link>
      </div>
      {page.broadcasts.length > 0 ? (
        <BroadcastTable broadcasts={page.broadcasts} />
      ) : (
        <p className="rounded-xl border border-line px-6 py-14 text-center text-muted">
          No broadcasts yet.{' '}
          <Link
            href="/admin/broadcasts/new"
            prefetch={false}
            className="font-medium text-accent underline underline-offset-2"
          >
            Write the first one
          </Link>
        </p>
      )}
      {page.next !== null && (
        <p className="mt-6 text-center">
          <Link
            href={`/admin/broadcasts?before=${encodeURIComponent(page.next)}`}
            prefetch={false}
            className={buttonClass('plain')}
          >
            Older broadcasts
          </Link>
        </p>
      )}
    </div>
  );
}
