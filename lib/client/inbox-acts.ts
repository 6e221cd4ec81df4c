import type { ActListener } from './act-keeping';
import { newActKey } from './act-key';
import { createActQueue } from './act-queue';
import type { Clock } from './clock';
import { askFor, countIn, whatOf } from './deeds';
import { rowsTouched } from './doings';
import type { Hold } from './held-inbox';
import type { InboxActions } from './inbox';
import { type Deed, type KeptAct, type Mark, markIn } from './kept-act';
import type { KeptActs } from './kept-acts';
import { TOO_OLD } from './lost-answers';
import { createOverlays, type MutationAnswer } from './overlays';
import type { PageSignal, PageSignals } from './page-signals';
import { createRefusals } from './refusals';
import type { Request } from './request';
import type { TabMessage, TabMirror } from './tab-mirror';
import type { TakeTurn } from './tab-turn';
import { createTakingBack, TOO_MANY } from './taking-back';
import { createUndoing } from './undoing';

export type InboxActs = Readonly<{
  /** Sends what was kept, and hears the other tabs; answers the stop. */
  start(): () => void;
  actions: Pick<
    InboxActions,
    'read' | 'unread' | 'click' | 'archive' | 'restore' | 'readAll' | 'undo' | 'retry' | 'allSent'
  >;
  /** Rows whose last action was refused, and which. */
  failed(): ReadonlyMap<string, Mark>;
  /** The state is another: what it shows as wanted was not refused after all. Says whether that changed anything. */
  review(): boolean;
  /** The line seems to be back. */
  hurry(): void;
}>;

/**
 * What a person does to their inbox. Each action shows at once as an overlay and waits in the queue until the server
 * has answered it; the answer goes through the reducer like any event and takes the overlay's place, a refusal takes
 * it away and is told.
 */
export function createInboxActs(deps: {
  viewerId: string;
  request: Request;
  clock: Clock;
  random: () => number;
  hold: Hold;
  signals: PageSignals;
  kept?: KeptActs | undefined;
  turn?: TakeTurn | undefined;
  mirror?: TabMirror | undefined;
}): InboxActs {
  const { hold, clock, mirror, signals, kept = null, turn = (work) => work() } = deps;
  const overlays = createOverlays(hold);
  const undoing = createUndoing({ hold, overlays });
  // What cannot be forgotten is shown again after the next reload.
  const refusals = createRefusals((key) => void kept?.remove(key).catch(() => {}));
  // What is heard from the server says more than the browser's guess.
  const isOnline = () => signals.online() || hold.now().link === 'subscribed';
  let onSent = () => {};

  const listener: ActListener = {
    found(act) {
      show(act);
      const { deed, key } = act;
      const undone = deed.kind === 'undo' ? undoing.choose(deed.operation) : undefined;
      if (undone) undoing.begin(undone, key);
      else if (deed.kind === 'undo') undoing.beginUnknown(deed.operation, key);
      if (deed.kind !== 'undo') remember(act, false);
    },
    asking({ key, deed }) {
      if (deed.kind === 'undo') {
        const isIdle = undoing.isIdle(key);
        if (isIdle) overlays.take(key);
        return !isIdle;
      }
      if (isOfAnotherText(deed)) {
        overlays.take(key);
        undoing.answered(key, TOO_OLD, null);
        return false;
      }
      // As the server has them now: what was before it in the queue is done.
      const rows = rowsTouched(hold, key);
      const doing = undoing.find(key);
      if (doing && rows.size > 0) doing.rows = rows;
      return true;
    },
    answered: (act, answer) =>
      act.deed.kind === 'undo' ? takingBack.answered(act, answer) : done(act, answer),
    cancelled(key, undo) {
      overlays.take(key);
      overlays.take(undo.key);
      undoing.undone(key);
      hold.change({ undone: hold.now().undone + 1, problem: null });
      mirror?.tell({ kind: 'undone', id: key });
    },
    gone({ key, deed }) {
      overlays.take(key);
      if (deed.kind === 'undo') undoing.undone(deed.operation);
      else undoing.gone(key);
      hold.syncSoon();
    },
    refused({ key, deed }) {
      const mark = markIn(deed);
      if (!mark) return;
      refusals.add(mark.id, { did: mark.did, key });
      refusals.review(hold.now().inbox);
      hold.change({});
    },
    changed() {
      const unsent = queue.unsent();
      const before = hold.now().unsent;
      if (unsent.count !== before.count || unsent.unkept !== before.unkept) hold.change({ unsent });
      undoing.offer();
      if (queue.waiting() === 0) onSent();
    },
    moved: (kind) => mirror?.tell({ kind }),
  };
  const queue = createActQueue({ ...deps, kept, turn, isOnline, listener, ask });

  const takingBack = createTakingBack({ ...deps, overlays, undoing, queue, make });

  function ask(act: KeptAct, signal: AbortSignal): Promise<MutationAnswer> {
    const operation = undoing.undoneBy(act.key)?.operation ?? null;
    return askFor(act, { request: deps.request, signal, operation });
  }

  function make(deed: Deed): KeptAct {
    const at = new Date(clock.now()).toISOString();
    return { key: newActKey(), viewerId: deps.viewerId, at, deed, begun: false, refused: false };
  }
  function show({ deed, key, at }: KeptAct): boolean {
    const what = whatOf(deed);
    if (what) overlays.lay(what, { key, at });
    return what !== null;
  }
  function remember({ key, deed }: KeptAct, here: boolean): void {
    if (deed.kind === 'undo') return;
    const { id: row = null, did = 'readAll' } = markIn(deed) ?? {};
    const rows = rowsTouched(hold, key);
    // Whoever follows a link of what is read already has nothing to take back.
    if (deed.kind !== 'click' || rows.size > 0) undoing.remember({ key, did, row, here, rows });
  }

  function act(deed: Deed): void {
    const made = make(deed);
    if (!show(made)) return;
    remember(made, true);
    if (queue.add(made)) return;
    overlays.take(made.key);
    undoing.undone(made.key);
    hold.change({ problem: TOO_MANY });
  }

  function done({ key, deed }: KeptAct, answer: MutationAnswer): boolean {
    const count = countIn(answer, deed);
    const doing = undoing.find(key);
    // Nobody is told that something could not be done which they have taken back.
    const isTold = doing === undefined || doing.undoing === null;
    undoing.answered(key, answer, count);
    const isRefused = !answer.ok && answer.problem.status !== 401 && isTold;
    // A row that is gone has nothing to be retried: the sync takes it off the screen.
    const mark = answer.ok || answer.problem.status !== 404 ? markIn(deed) : null;
    if (mark && answer.ok) refusals.forget(mark.id);
    if (mark && isRefused) {
      refusals.add(mark.id, { did: mark.did, key });
      refusals.review(hold.now().inbox);
    }
    if (isRefused && deed.kind === 'readAll')
      hold.change({ problem: "Couldn't mark all as read. Try again." });
    overlays.settle(key, answer);
    if (answer.ok && answer.value.operation !== null && doing) {
      const { did, row } = doing;
      mirror?.tell({ kind: 'operation', operation: { id: answer.value.operation, did, count, row } });
    }
    return mark !== null && isRefused && refusals.all().has(mark.id);
  }

  /** The text was changed since, and asks to be read again: it is not what this person has read or put away. */
  function isOfAnotherText(deed: Deed): boolean {
    const { id, did, editedAt } = markIn(deed) ?? {};
    if (id === undefined || editedAt === undefined) return false;
    if (did !== 'read' && did !== 'archive') return false;
    const item = hold.now().inbox.rows.get(id)?.item;
    return item !== undefined && item !== null && item.seenAt === null && item.editedAt !== editedAt;
  }

  function mark(id: string, did: Mark): void {
    refusals.forget(id);
    act({ kind: 'mark', id, did, ...shown(id) });
  }

  /** Which text it is about: the one that is on screen. */
  function shown(id: string): { editedAt?: string | null } {
    const editedAt = hold.now().inbox.rows.get(id)?.item?.editedAt;
    return editedAt === undefined ? {} : { editedAt };
  }

  async function allSent(withinMs: number): Promise<number> {
    queue.hurry();
    if (queue.waiting() > 0) {
      await new Promise<void>((resolve) => {
        const cancel = clock.after(withinMs, resolve);
        onSent = () => {
          cancel();
          resolve();
        };
      });
    }
    onSent = () => {};
    return queue.waiting();
  }

  function onSignal(signal: PageSignal): void {
    // Whatever else brings a page or its line back begins a sync; the acts follow that, for it may say that one is void.
    if (signal === 'left') queue.flush();
  }

  function onTab(message: TabMessage): void {
    if (message.kind === 'queued' || message.kind === 'sent') queue.look();
    else if (message.kind === 'operation') undoing.elsewhere(message.operation);
    else if (message.kind === 'undone') undoing.undone(message.id);
  }

  return {
    start() {
      const stops = [queue.start(), takingBack.start(), signals.listen(onSignal)];
      if (mirror) stops.push(mirror.listen(onTab));
      return () => {
        for (const stop of stops) stop();
      };
    },
    actions: {
      read: (id) => mark(id, 'read'),
      unread: (id) => mark(id, 'unread'),
      click: (id) => act({ kind: 'click', id, ...shown(id) }),
      archive: (id) => mark(id, 'archive'),
      restore: (id) => mark(id, 'restore'),
      readAll: (filter, through) => act({ kind: 'readAll', filter, through }),
      undo: takingBack.undo,
      retry(id) {
        const did = refusals.all().get(id);
        if (did !== undefined) mark(id, did);
      },
      allSent,
    },
    failed: refusals.all,
    review: () => refusals.review(hold.now().inbox),
    hurry: queue.hurry,
  };
}
