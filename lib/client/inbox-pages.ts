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
  /** Loads the opened views that a reset took away, or that failed, and what waited for another run to be known. */
  reopen(): void;
  /** A sync has come to its end. What still waits for one is asked for again, or has failed with it. */
  synced(well: boolean): void;
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
  /** Answered by another run of the server than was heard of: asked for again after the sync that says what is true. */
  const postponed = new Map<Filter, Readonly<{ which: 'first' | 'older'; epoch: string }>>();

  const isLoaded = (filter: Filter) => hold.now().inbox.extents[filter] !== null;

  function stateOf(filter: Filter): PageState {
    if (hold.now().signedOut) return SIGNED_OUT;
    const under = loading.get(filter) ?? postponed.get(filter)?.which;
    const state = isLoaded(filter)
      ? 'ready'
      : under !== undefined
        ? 'loading'
        : failed.has(filter)
          ? 'failed'
          : 'absent';
    return {
      state,
      everLoaded: everLoaded.has(filter),
      loadingOlder: under === 'older',
      loadOlderFailed: failed.get(filter) === 'older',
    };
  }

  async function load(filter: Filter, which: 'first' | 'older'): Promise<void> {
    if (loading.has(filter) || postponed.has(filter) || hold.now().signedOut) return;
    loading.set(filter, which);
    failed.delete(filter);
    changed();
    const { epoch } = hold.now().inbox;
    const loaded = await fetchPage(filter, which);
    loading.delete(filter);
    if (isLoaded(filter)) everLoaded.add(filter);
    if (loaded === 'after a sync') {
      postponed.set(filter, { which, epoch });
      takeUp((wait) => wait.epoch !== hold.now().inbox.epoch);
      return;
    }
    // A reset has taken the view away while older rows were asked for: `reopen` had to leave it to us.
    const isGone = which === 'older' && !isLoaded(filter);
    if (!loaded && !isGone) failed.set(filter, which);
    changed();
    if (isGone) await load(filter, 'first');
  }

  function takeUp(isDue: (wait: { epoch: string }) => boolean): void {
    for (const [filter, wait] of [...postponed]) {
      if (!isDue(wait)) continue;
      postponed.delete(filter);
      void load(filter, wait.which);
    }
  }

  /**
   * Whether the page is there now. A page from before a reset, older than what was forgotten or of a run that is over
   * is asked for again at once.
   */
  async function fetchPage(filter: Filter, which: 'first' | 'older'): Promise<boolean | 'after a sync'> {
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
      const { inbox } = hold.now();
      const usable = isUsablePage(inbox, at, asked);
      hold.hear({ kind: 'page', filter, before, page: answer.value, at, asked });
      if (usable) return true;
      if (at.epoch !== inbox.epoch && asked.from.epoch === inbox.epoch) return 'after a sync';
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
      takeUp(({ epoch }) => epoch !== hold.now().inbox.epoch);
      for (const filter of FILTERS) {
        if (opened.has(filter) && !isLoaded(filter)) void load(filter, 'first');
      }
    },
    synced(well) {
      if (well) return takeUp(() => true);
      for (const [filter, { which }] of postponed) failed.set(filter, which);
      postponed.clear();
      changed();
    },
  };
}
