import { BackLink } from '@/components/back-link';
import { BroadcastForm } from '@/components/broadcasts/broadcast-form';
import { PageTitle } from '@/components/page-title';
import { getBroadcast } from '@/lib/server/broadcasts/get-broadcast';
import { orNotFound, signedIn } from '../../../signed-in';
import { Followed } from './followed';

/** One broadcast: a draft to go on writing, or what became of it. */
export default async function BroadcastPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { id } = await params;
  const viewer = await signedIn(`/admin/broadcasts/${encodeURIComponent(id)}`);
  const broadcast = await orNotFound(getBroadcast(viewer, id));
  return (
    <div className="max-sm:px-4">
      <PageTitle page={broadcast.title} />
      <BackLink href="/admin/broadcasts">Broadcasts</BackLink>
      {broadcast.state === 'draft' ? (
        <>
          <h1 className="mb-6 text-xl font-semibold tracking-tight">Draft</h1>
          <BroadcastForm
            saved={{ id: broadcast.id, version: broadcast.version }}
            initial={{
              title: broadcast.title,
              body: broadcast.body,
              url: broadcast.url,
              category: broadcast.category,
              severity: broadcast.severity,
              audience: broadcast.audience,
            }}
          />
        </>
      ) : (
        <Followed viewer={viewer} broadcast={broadcast} asked={await searchParams} />
      )}
    </div>
  );
}
