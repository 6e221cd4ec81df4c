import type { InboxView } from '@/lib/client/inbox';
import type { FeedPage } from '@/lib/inbox/stream';

/** A page as the server rendered it, in the shape of a live view, to be shown until that one is loaded. */
export function servedView(page: FeedPage): InboxView {
  return {
    rows: page.items.map((item) => ({ ...item, waiting: false, failed: null })),
    through: page.cursor,
    state: 'ready',
    more: page.next !== null,
    loadingOlder: false,
    loadOlderFailed: false,
  };
}

/** The live view has nothing of its own to show yet. */
export function isToCome(view: InboxView): boolean {
  return view.rows.length === 0 && (view.state === 'absent' || view.state === 'loading');
}
