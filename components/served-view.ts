import type { InboxView } from '@/lib/client/inbox';
import type { FeedPage } from '@/lib/inbox/stream';

/** A page as the server rendered it, in the shape of a live view, to be shown until that one is loaded. */
export function servedView(page: FeedPage): InboxView {
  return {
    rows: page.items.map((item) => ({ ...item, waiting: false, unsent: false, failed: null })),
    through: page.cursor,
    generation: 0,
    state: 'ready',
    everLoaded: false,
    more: page.next !== null,
    loadingOlder: false,
    loadOlderFailed: false,
  };
}

/**
 * What to show of a view: the live one, or what the server rendered until that was loaded for the first time. A
 * load that failed takes no rows away; it only says that they are not the newest, and older ones cannot be asked for.
 */
export function shownView(live: InboxView, served: InboxView | null): InboxView {
  if (served === null || live.everLoaded) return live;
  return live.state === 'failed' ? { ...served, state: 'failed', more: false } : served;
}
