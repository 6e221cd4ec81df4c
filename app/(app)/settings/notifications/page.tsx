import { PageTitle } from '@/components/page-title';
import { CategorySwitches } from '@/components/settings/category-switches';
import { SoundSwitch } from '@/components/sound/sound-switch';
import { getPreferences } from '@/lib/server/preferences/get-preferences';
import { signedIn } from '../../signed-in';

/** What the viewer wants to be told of. */
export default async function NotificationSettingsPage() {
  const viewer = await signedIn('/settings/notifications');
  const { categories } = await getPreferences(viewer);
  return (
    <div className="max-w-xl max-sm:px-4">
      <PageTitle page="Notification settings" />
      <h1 className="text-xl font-semibold tracking-tight">Notification settings</h1>
      <h2 className="mt-6 text-lg font-semibold">Get these in the inbox</h2>
      <p className="mt-1 mb-4 text-sm text-muted">
        Critical notifications always come through, and so does what is sent to you by name. What you have
        already stays.
      </p>
      {categories.length > 0 ? (
        <CategorySwitches categories={categories} />
      ) : (
        <p className="rounded-xl border border-line px-6 py-10 text-center text-muted">
          There is nothing to choose yet: no broadcast has been sent.
        </p>
      )}
      <h2 className="mt-8 mb-4 text-lg font-semibold">Sound</h2>
      <SoundSwitch viewerId={viewer.id} />
    </div>
  );
}
