import { InboxView } from '@/components/inbox-view';
import { PageTitle } from '@/components/page-title';
import { FILTERS } from '@/lib/inbox/notification';
import { getFeed } from '@/lib/server/inbox/get-feed';
import { signedIn } from '../signed-in';

/** The inbox under one of its views; the address is the state. */
export default async function InboxPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { view } = await searchParams;
  const filter = FILTERS.find((known) => known === view) ?? 'inbox';
  const viewer = await signedIn(filter === 'inbox' ? '/inbox' : `/inbox?view=${filter}`);
  return (
    <div className="mx-auto max-w-3xl">
      <PageTitle page="Inbox" />
      <InboxView filter={filter} page={filter === 'inbox' ? null : await getFeed(viewer, { filter })} />
    </div>
  );
}
