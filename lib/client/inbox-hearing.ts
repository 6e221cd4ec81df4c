import { type Asked, askNow } from '@/lib/inbox/inbox-state';
import type { Cursor, SyncAnswer } from '@/lib/inbox/stream';
import { INBOX_CHANGED, parseInboxEvent, SESSION_ENDED } from '@/lib/realtime/channels';
import { listenForBroadcasts } from './broadcast-hints';
import type { Hold } from './held-inbox';
import type { InitialInbox } from './inbox';
import { createInboxLine, type InboxLine } from './inbox-line';
import type { InboxStoreDeps } from './inbox-store-deps';
import { isSessionOf } from './is-session-of';
import type { ChannelState, Link } from './link';
import type { PageSignal } from './page-signals';
import { createSyncLoop, type SyncCause, type SyncEnd, type SyncLoop } from './sync-loop';
import { slowPaceMs } from './sync-waits';

/** Everything from which an inbox learns that something has changed, or may have: then it syncs. */
export type InboxHearing = Readonly<{
  /** Listens from now on; answers the end. */
  begin(): () => void;
  trigger(cause: SyncCause): void;
  /** The same, and connects now instead of waiting. */
  hurry(cause: SyncCause): void;
  /** Rises whenever the connection changes: what was asked before does not cover what came after. */
  changes(): number;
  /** A sync was answered, or had no answer at all. */
  answered(): void;
  unanswered(): void;
  /** The session has ended, for all that listen on this page's line. */
  signOut(): void;
}>;

/** Coming back to a page is told in several ways within a moment, and is one occasion to ask. */
const ONE_RETURN_MS = 1_000;

/** `onSignal` is told what the page notices, before anything is made of it here. */
export function createInboxHearing(
  initial: InitialInbox,
  deps: InboxStoreDeps & {
    hold: Hold;
    sync: (signal: AbortSignal) => Promise<SyncEnd>;
    onSignal: (signal: PageSignal) => void;
  },
): InboxHearing {
  const { hold, signals, clock } = deps;
  let loop: SyncLoop | null = null;
  let link: Link | null = null;
  let line: InboxLine | null = null;
  let changes = 0;
  let returnedAt = Number.NEGATIVE_INFINITY;
  /** What the slow timer's pace goes by; set anew by each tip, it would never come to its end. */
  let pacedByTips = false;
  /** What was held when a tip last said less. */
  let heldAhead: number | null = null;

  function begin(): () => void {
    const cancels: (() => void)[] = [];
    loop = createSyncLoop({
      sync: deps.sync,
      paceMs: () =>
        slowPaceMs({
          isLookedAt: signals.visible(),
          isSubscribed: hold.now().link === 'subscribed',
          hasTips: line?.hasTips() ?? false,
        }),
      isLookedAt: signals.visible,
      isInDoubt: () => hold.now().link === 'connecting' || hold.now().link === 'down',
      clock,
      random: deps.random,
    });
    link = deps.connect(initial.realtime);
    line = createInboxLine({
      ...deps,
      link,
      viewerId: initial.viewerId,
      asks: () => askNow(hold.now().inbox),
      listener: { onState: onLine, onEvent, onTip, onReset },
    });
    cancels.push(line.stop, signals.listen(onSignal));
    if (!initial.realtime.embedded) {
      const onMoved = () => loop?.trigger('event');
      cancels.push(listenForBroadcasts(link, { clock, random: deps.random, onMoved }));
    }
    return () => {
      for (const cancel of cancels) cancel();
      loop?.stop();
      loop = null;
      line = null;
      lineBecomes('connecting');
    };
  }

  function onSignal(signal: PageSignal): void {
    loop?.paced();
    deps.onSignal(signal);
    if (signal === 'visible' || signal === 'focused' || signal === 'restored') onReturn();
    // Being offline says nothing of our server; the line is asked whether it still carries anything.
    else if (signal === 'online') hurry('line');
  }

  function onReturn(): void {
    if (Math.abs(clock.now() - returnedAt) < ONE_RETURN_MS) return;
    returnedAt = clock.now();
    hurry('person');
  }

  function hurry(cause: SyncCause): void {
    line?.retry();
    loop?.trigger(cause);
  }

  function lineBecomes(state: ChannelState): void {
    changes += 1;
    hold.change({ link: state, synced: false });
  }

  function onLine(state: ChannelState): void {
    if (state === 'signed-out') hold.signOut();
    else lineBecomes(state);
    pacedByTips = line?.hasTips() ?? false;
    loop?.paced();
    if (state === 'refused') void onRefused();
    // Subscribed first, then synced: nothing can fall between the two. And while it is down, the sync is all there is.
    if (state === 'subscribed') loop?.trigger('line');
    else if (state === 'down') loop?.trigger('loss');
  }

  /** A person's own channel is refused when somebody else has signed in meanwhile: what a sync would bring is theirs. */
  async function onRefused(): Promise<void> {
    if (await isSessionOf(initial.viewerId, deps.request)) loop?.trigger('line');
    else hold.signOut();
  }

  function paceByTips(): void {
    const has = line?.hasTips() ?? false;
    if (has === pacedByTips) return;
    pacedByTips = has;
    loop?.paced();
  }

  function onEvent(name: string, data: unknown): void {
    if (name === SESSION_ENDED) loop?.trigger('event');
    if (name !== INBOX_CHANGED) return;
    const event = parseInboxEvent(data);
    if (event) hold.hear({ kind: 'event', event });
    else loop?.trigger('event');
  }

  function onTip({ epoch, seq }: Cursor): void {
    paceByTips();
    const { inbox, link, synced } = hold.now();
    // A tip may be older than an event that came before it. Two in a row that say less than what is held and has not moved
    // between them are not: something has told this page more than there is.
    const isAhead = epoch === inbox.epoch && seq < inbox.seq;
    const wasAhead = heldAhead === inbox.seq;
    heldAhead = isAhead ? inbox.seq : null;
    // The last event was lost: nothing that came after it could tell.
    if (epoch !== inbox.epoch || seq > inbox.seq || (isAhead && wasAhead)) loop?.trigger('event');
    // Told on the line that is subscribed now: nothing can have fallen between what is held and what comes next.
    else if (link === 'subscribed' && !synced) hold.change({ synced: true, syncedAt: clock.now() });
  }

  function onReset(answer: SyncAnswer, at: Cursor, asked: Asked): void {
    hold.hear({ kind: 'synced', answer, at, asked });
    // It is not taken when another beginning has come between.
    const { epoch, seq } = hold.now().inbox;
    if (epoch !== at.epoch || seq < at.seq) loop?.trigger('event');
  }

  return {
    begin,
    trigger: (cause) => loop?.trigger(cause),
    hurry,
    changes: () => changes,
    answered: () => line?.answered(),
    unanswered: () => line?.unanswered(),
    signOut: () => link?.signOut(),
  };
}
