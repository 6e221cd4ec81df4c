import { askNow, emptyState, isBehind, startState } from '@/lib/inbox/inbox-state';
import { pendingActs } from '@/lib/inbox/overlay';
import { type Input, reduce } from '@/lib/inbox/reducer';
import { formatCursor, parseCursor } from '@/lib/inbox/stream';
import { syncAnswerSchema } from '@/lib/realtime/channels';
import { countStarts } from './count-starts';
import { type Held, type Hold, startHeld } from './held-inbox';
import type { InboxStore, InitialInbox } from './inbox';
import { createInboxActs } from './inbox-acts';
import { createInboxHearing } from './inbox-hearing';
import { createInboxPages } from './inbox-pages';
import { snapshotOf } from './inbox-snapshot';
import type { InboxStoreDeps } from './inbox-store-deps';
import type { PageSignal } from './page-signals';
import type { Request } from './request';
import { createSeenBatch } from './seen-batch';
import type { SyncEnd } from './sync-loop';
import { isUnanswered } from './sync-waits';
import type { TabMessage } from './tab-mirror';

/** Answers with `more` in one sync; 500 changes are three pages, so this is only a bound. */
const SYNC_PAGES_MAX = 10;

/**
 * The inbox of one person, live: what the server's HTML began with, kept equal to the database by events,
 * which are hints, and syncs, which are the truth. Actions show at once as an overlay that the server's
 * answer replaces. Nothing here touches the browser before `start`.
 */
export function createInboxStore(initial: InitialInbox, given: InboxStoreDeps): InboxStore {
  // Another person may have signed in on this browser meanwhile: every question says whose page asks it, so that
  // neither their rows come in here nor an act of ours goes to their inbox.
  const request: Request = (path, asking) => given.request(path, { ...asking, viewerId: initial.viewerId });
  const deps = { ...given, request };
  const { clock, mirror } = deps;
  const at = parseCursor(initial.inbox.cursor);
  if (!at) throw new Error('The page holds no cursor of this inbox.');
  let held = startHeld(startState(initial.inbox, at));
  const listeners = new Set<() => void>();
  let stopAll = () => {};

  const hold: Hold = {
    now: () => held,
    change(change: Partial<Held>): void {
      // What was on its way when the session ended is not kept any more.
      if (held.signedOut) return;
      held = { ...held, ...change };
      show();
    },
    hear(input: Input): void {
      const inbox = reduce(held.inbox, input);
      if (inbox === held.inbox) return;
      hold.change({ inbox, acts: pendingActs(held.acts, inbox) });
      if (acts.review()) show();
      if (isBehind(inbox)) hearing.trigger('event');
      pages.reopen();
    },
    answered(event) {
      hold.hear({ kind: 'event', event });
      mirror?.tell({ kind: 'event', event });
    },
    syncSoon: () => hearing.trigger('event'),
    signOut,
  };
  const pages = createInboxPages(deps.request, hold, show);
  const acts = createInboxActs({ ...deps, viewerId: initial.viewerId, hold });
  const seen = createSeenBatch({ ...deps, hold });
  // Who is signed in is asked of whoever it is, not as this person.
  const hearing = createInboxHearing(initial, { ...given, hold, sync, onSignal });
  let shown = snapshotOf(held, { pages: pages.states(), failed: acts.failed() });

  function show(): void {
    shown = snapshotOf(held, { pages: pages.states(), failed: acts.failed(), before: shown });
    for (const listener of [...listeners]) listener();
  }

  async function sync(signal: AbortSignal): Promise<SyncEnd> {
    // What is subscribed when the question leaves is covered by the answer, unless it was lost meanwhile:
    // also when it is subscribed again by now, for the answer may be from before the loss.
    const changesThen = hearing.changes();
    let more = true;
    for (let page = 0; more && page < SYNC_PAGES_MAX; page += 1) {
      const asked = askNow(held.inbox);
      const since = asked.anew ? '' : `?cursor=${encodeURIComponent(formatCursor(asked.from))}`;
      const path = `/api/inbox/sync${since}`;
      const answer = await deps.request(path, { schema: syncAnswerSchema, signal });
      if (!answer.ok) return syncFailed(answer.problem.status);
      const told = parseCursor(answer.value.cursor);
      if (!told) return syncFailed(200);
      hold.hear({ kind: 'synced', answer: answer.value, at: told, asked });
      // What another run of the server said was not taken where it proves too little of what is held.
      more = told.epoch !== held.inbox.epoch || ('more' in answer.value && answer.value.more);
    }
    // It goes on from here after a wait: a server that has no end must not be asked without one.
    if (more) return syncFailed(200);
    hold.change({ synced: hearing.changes() === changesThen, syncedAt: clock.now() });
    hearing.answered();
    acts.hurry();
    if (isBehind(held.inbox)) hearing.trigger('event');
    // And a view that could not be loaded can be now.
    pages.synced(true);
    pages.reopen();
    return 'done';
  }

  function syncFailed(status: number | null): SyncEnd {
    if (status === 401) {
      signOut();
      return 'signed-out';
    }
    if (held.synced) hold.change({ synced: false });
    pages.synced(false);
    if (!isUnanswered(status)) return 'refused';
    hearing.unanswered();
    return 'failed';
  }

  /** Learned here: whatever else shows this person's inbox in this browser shows it no longer than this tab does. */
  function signOut(): void {
    if (held.signedOut) return;
    mirror?.tell({ kind: 'signed-out' });
    end();
  }

  function end(): void {
    if (held.signedOut) return;
    // Whoever looks now may be somebody else.
    const gone = { inbox: emptyState(held.inbox), acts: [], undoable: [], problem: null };
    hold.change({ ...gone, signedOut: true, synced: false });
    // Others on this page listen on the same line, and it is not this person's any more. The line first: a page that
    // is being left has lost it already, and would complain of each channel that is left on it.
    hearing.signOut();
    stopAll();
  }

  function begin(): () => void {
    const cancels = [hearing.begin()];
    if (mirror) cancels.push(mirror.listen(onTab));
    cancels.push(acts.start());
    pages.reopen();
    return () => {
      for (const cancel of cancels) cancel();
    };
  }

  function onSignal(signal: PageSignal): void {
    if (signal === 'left' || signal === 'hidden') seen.flush();
  }

  /** What another tab says is passed on to nobody, or it would go round for ever. */
  function onTab(message: TabMessage): void {
    if (message.kind === 'event') hold.hear({ kind: 'event', event: message.event });
    else if (message.kind === 'signed-out') end();
  }

  return {
    getSnapshot: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: countStarts(() => {
      if (!held.signedOut) stopAll = begin();
      return () => {
        seen.flush();
        stopAll();
      };
    }),
    actions: {
      ...acts.actions,
      signedOut: signOut,
      view: seen.add,
      open: pages.open,
      loadOlder: pages.loadOlder,
      refresh() {
        hearing.hurry('person');
        pages.reopen();
      },
    },
  };
}
