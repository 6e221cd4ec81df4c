import { askNow, isUsablePage } from '@/lib/inbox/inbox-state';
import { FILTERS, type Filter } from '@/lib/inbox/notification';
import { parseCursor } from '@/lib/inbox/stream';
import { feedPageSchema } from '@/lib/realtime/channels';
import type { Hold } from './held-inbox';
import type { InboxView } from './inbox';
import type { Request } from './request';

export type PageState = Readonly<
  Pick<InboxView, 'state' | 'everLoaded' | 'loadingOlder' | 'loadOlderFailed'>
>;

export type InboxPages = Readonly<{
  states(): Readonly<Record<Filter, PageState>>;
  /** Makes sure that the first page of a view is loaded, now and after every reset. */
  open(filter: Filter): void;
  loadOlder(filter: Filter): void;
  /** Loads the opened views that a reset took away, or that failed. */
  reopen(): void;
}>;

/** An answer that a reset overtook is asked for again so often; then it counts as failed, with a button. */
const TRIES = 3;

/** Nothing is to be shown, also not what the page was served with. */
const SIGNED_OUT: PageState = {
  state: 'absent',
  everLoaded: true,
  loadingOlder: false,
  loadOlderFailed: false,
};

/** Loads the pages of the views. What they bring goes through the reducer like everything else. */
export function createInboxPages(request: Request, hold: Hold, changed: () => void): InboxPages {
  const opened = new Set<Filter>(['inbox']);
  const loading = new Map<Filter, 'first' | 'older'>();
  const failed = new Map<Filter, 'first' | 'older'>();
  const everLoaded = new Set<Filter>(['inbox']);

  const isLoaded = (filter: Filter) => hold.now().inbox.extents[filter] !== null;

  function stateOf(filter: Filter): PageState {
    if (hold.now().signedOut) return SIGNED_OUT;
    const state = isLoaded(filter)
      ? 'ready'
      : loading.has(filter)
        ? 'loading'
        : failed.has(filter)
          ? 'failed'
          : 'absent';
    return {
      state,
      everLoaded: everLoaded.has(filter),
      loadingOlder: loading.get(filter) === 'older',
      loadOlderFailed: failed.get(filter) === 'older',
    };
  }

  async function load(filter: Filter, which: 'first' | 'older'): Promise<void> {
    if (loading.has(filter) || hold.now().signedOut) return;
    loading.set(filter, which);
    failed.delete(filter);
    changed();
    const loaded = await fetchPage(filter, which);
    loading.delete(filter);
    if (isLoaded(filter)) everLoaded.add(filter);
    // A reset has taken the view away while older rows were asked for: `reopen` had to leave it to us.
    const isGone = which === 'older' && !isLoaded(filter);
    if (!loaded && !isGone) failed.set(filter, which);
    changed();
    if (isGone) await load(filter, 'first');
  }

  /** Whether the page is there now. A page from before a reset, or older than what was forgotten, is asked for again. */
  async function fetchPage(filter: Filter, which: 'first' | 'older'): Promise<boolean> {
    for (let tries = 0; tries < TRIES && !hold.now().signedOut; tries += 1) {
      const extent = hold.now().inbox.extents[filter];
      const before = which === 'first' ? null : (extent?.next ?? null);
      // A reset has taken the view away, or it has no more than one page now: there is nothing older to ask for.
      if (which === 'older' && before === null) return true;
      const asked = askNow(hold.now().inbox);
      const path = `/api/notifications?filter=${filter}${before === null ? '' : `&before=${encodeURIComponent(before)}`}`;
      const answer = await request(path, { schema: feedPageSchema });
      if (!answer.ok) {
        if (answer.problem.status === 401) hold.signOut();
        return false;
      }
      const at = parseCursor(answer.value.cursor);
      if (!at) return false;
      const usable = isUsablePage(hold.now().inbox, at, asked);
      hold.hear({ kind: 'page', filter, before, page: answer.value, at, asked });
      if (usable) return true;
    }
    return false;
  }

  return {
    states: () => ({ inbox: stateOf('inbox'), unread: stateOf('unread'), archived: stateOf('archived') }),
    open(filter) {
      opened.add(filter);
      if (!isLoaded(filter)) void load(filter, 'first');
    },
    loadOlder(filter) {
      if (hold.now().inbox.extents[filter]?.next) void load(filter, 'older');
    },
    reopen() {
      for (const filter of FILTERS) {
        if (opened.has(filter) && !isLoaded(filter)) void load(filter, 'first');
      }
    },
  };
}
