import { BackLink } from '@/components/back-link';
import { BroadcastForm, type Draft } from '@/components/broadcasts/broadcast-form';
import { PageTitle } from '@/components/page-title';
import { WalkedInHeading } from '@/components/walked-in-heading';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { getBroadcast } from '@/lib/server/broadcasts/get-broadcast';
import { listCategories } from '@/lib/server/broadcasts/list-categories';
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
          <WalkedInHeading>Draft</WalkedInHeading>
          <BroadcastForm
            saved={{ id: broadcast.id, version: broadcast.version }}
            initial={draftOf(broadcast)}
            categories={await listCategories(viewer)}
          />
        </>
      ) : (
        <Followed viewer={viewer} broadcast={broadcast} asked={await searchParams} />
      )}
    </div>
  );
}

function draftOf(broadcast: Broadcast): Draft {
  const { title, body, url, linkLabel, category, severity, format, audience, expiresAt } = broadcast;
  const content = {
    title,
    body,
    url,
    category,
    severity,
    linkLabel: linkLabel ?? null,
    format: format ?? 'plain',
  };
  return { ...content, audience, expiresAt };
}
