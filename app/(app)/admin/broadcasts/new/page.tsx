import { notFound } from 'next/navigation';
import { BackLink } from '@/components/back-link';
import { BroadcastForm } from '@/components/broadcasts/broadcast-form';
import { PageTitle } from '@/components/page-title';
import { listCategories } from '@/lib/server/broadcasts/list-categories';
import { signedIn } from '../../../signed-in';

/** An empty draft. Nothing is stored before something was typed. */
export default async function NewBroadcastPage() {
  const viewer = await signedIn('/admin/broadcasts/new');
  if (viewer.role === 'member') notFound();
  return (
    <div className="max-sm:px-4">
      <PageTitle page="New broadcast" />
      <BackLink href="/admin/broadcasts">Broadcasts</BackLink>
      <h1 className="mb-6 text-xl font-semibold tracking-tight">New broadcast</h1>
      <BroadcastForm categories={await listCategories(viewer)} />
    </div>
  );
}
