import { PlusIcon } from 'lucide-react';
import Link from 'next/link';
import { BroadcastTable } from '@/components/broadcasts/broadcast-table';
import { buttonClass } from '@/components/button-class';
import { HISTORY_FIELDS, HistoryFilters } from '@/components/following/history-filters';
import { PageTitle } from '@/components/page-title';
import { showsNames } from '@/lib/server/broadcasts/follow/require-names';
import {
  getSparklines,
  listBroadcastChoices,
  searchBroadcasts,
} from '@/lib/server/broadcasts/follow/search-broadcasts';
import { findReading } from '../../../reading';
import { orNotFound, signedIn } from '../../signed-in';
import { audienceNames } from './audience-names';
import { filledIn } from './filled-in';
import { parseHistory } from './parse-history';

/** What was sent, is about to be, and is being written; which of it is in the address. */
export default async function BroadcastsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const viewer = await signedIn('/admin/broadcasts');
  const given = filledIn(await searchParams, [...HISTORY_FIELDS, 'before']);
  const { before, ...asked } = given;
  const { timeZone } = await findReading();
  const page = await orNotFound((async () => searchBroadcasts(viewer, parseHistory(given, timeZone)))());
  const choices = await listBroadcastChoices(viewer);
  const sparklines = await getSparklines(viewer, page.broadcasts);
  const names = await audienceNames(
    viewer,
    page.broadcasts.map(({ audience }) => audience),
  );
  const isNarrowed = Object.keys(asked).length > 0;
  const isEmpty = page.broadcasts.length === 0;
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
      {(isNarrowed || !isEmpty || before !== undefined) && (
        <HistoryFilters
          asked={asked}
          choices={choices}
          shown={page.broadcasts.length}
          more={page.next !== null}
        />
      )}
      {!isEmpty && (
        <BroadcastTable
          broadcasts={page.broadcasts}
          sparklines={sparklines}
          names={names}
          showsNames={showsNames()}
        />
      )}
      {isEmpty && (isNarrowed || before !== undefined ? <NoMatch /> : <NoneYet />)}
      {page.next !== null && (
        <p className="mt-6 text-center">
          <Link
            href={`/admin/broadcasts?${new URLSearchParams({ ...asked, before: page.next })}`}
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

const FRAME = 'rounded-xl border border-line px-6 py-14 text-center text-muted';
const LINK = 'font-medium text-accent underline underline-offset-2';

function NoMatch() {
  return (
    <p className={FRAME}>
      No broadcast matches.{' '}
      <Link href="/admin/broadcasts" prefetch={false} className={LINK}>
        Show all of them
      </Link>
    </p>
  );
}

function NoneYet() {
  return (
    <p className={FRAME}>
      No broadcasts yet.{' '}
      <Link href="/admin/broadcasts/new" prefetch={false} className={LINK}>
        Write the first one
      </Link>
    </p>
  );
}
