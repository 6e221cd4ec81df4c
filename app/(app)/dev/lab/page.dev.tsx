import { LabView } from '@/components/lab/lab-view';
import { PageTitle } from '@/components/page-title';
import { getFeed } from '@/lib/server/inbox/get-feed';
import { realtimeSettings } from '@/lib/server/realtime-settings';
import { signedIn } from '../../signed-in';

/** Two live inboxes side by side and faults to put between them and the server. A page in development only: see next.config.mjs. */
export default async function LabPage() {
  const viewer = await signedIn('/dev/lab');
  const initial = { viewerId: viewer.id, realtime: realtimeSettings(), inbox: await getFeed(viewer) };
  return (
    <>
      <PageTitle page="Lab" />
      <LabView initial={initial} />
    </>
  );
}
