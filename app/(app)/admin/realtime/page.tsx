import { PageTitle } from '@/components/page-title';
import { RealtimeWatch } from '@/components/realtime/realtime-watch';
import { getRealtimeFigures } from '@/lib/server/realtime/get-realtime-figures';
import { realtimeSettings } from '@/lib/server/realtime-settings';
import { orNotFound, signedIn } from '../../signed-in';

/** How realtime stands, for administrators. */
export default async function RealtimePage() {
  const viewer = await signedIn('/admin/realtime');
  const figures = await orNotFound(getRealtimeFigures(viewer));
  return (
    <div className="max-sm:px-4">
      <PageTitle page="Realtime" />
      <h1 className="mb-1 text-xl font-semibold tracking-tight">Realtime</h1>
      <RealtimeWatch initial={figures} viewerId={viewer.id} realtime={realtimeSettings()} />
    </div>
  );
}
