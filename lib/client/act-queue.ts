import { type ActKeeping, type ActListener, createActKeeping } from './act-keeping';
import { type ActOrder, createActOrder, type Entry } from './act-order';
import { createPauses } from './act-pauses';
import type { Clock } from './clock';
import type { KeptAct } from './kept-act';
import { KEPT_MAX, type KeptActs } from './kept-acts';
import { isLost, isTooOld, TOO_OLD } from './lost-answers';
import type { MutationAnswer } from './overlays';
import type { TakeTurn } from './tab-turn';

export type ActQueue = Readonly<{
  /** Reads and sends what was kept; answers the stop. */
  start(): () => void;
  /** Asks for it in its turn, until it is answered. False: too many wait already. */
  add(act: KeptAct): boolean;
  /** The same for an undoing. When what it undoes was never asked for, neither of the two is. */
  undo(undo: KeptAct, target: string): boolean;
  /** The line seems to be back. */
  hurry(): void;
  /** Another tab has added something, or has had an answer. */
  look(): void;
  /** The page is being left: there may be no turn any more. */
  flush(): void;
  waiting(): number;
  /** Those that wait while the line is in doubt, and those of them that this browser could not keep. */
  unsent(): Readonly<{ count: number; unkept: number }>;
}>;

/** A browser has six requests to one place at once, and refuses more than twenty that are to outlive their page. */
const AT_ONCE_MAX = 6;
/** A request that hangs for longer when the line is back is asked again: its key makes that harmless. */
const HANGS_AFTER_MS = 2_000;
/** The tab in which it was done sends it, unless it is gone by then. */
const LEAVE_TO_OTHERS_MS = 1_000;

/**
 * Lets acts reach the server in their order where that matters: two on one row, and one on many rows with everything
 * before and after it. Each is asked for with its key until it is answered. With `kept` they outlive the page and are
 * one queue for all tabs of a person, of which one sends at a time; without, they are this page's.
 */
export function createActQueue(deps: {
  kept: KeptActs | null;
  turn: TakeTurn;
  ask: (act: KeptAct, signal: AbortSignal) => Promise<MutationAnswer>;
  /** False when the browser knows that there is no line. */
  isOnline: () => boolean;
  clock: Clock;
  random: () => number;
  listener: ActListener;
}): ActQueue {
  const { kept, clock, listener, isOnline } = deps;
  const order: ActOrder = createActOrder();
  const pauses = createPauses({ ...deps, resume: () => pump(true) });
  const keeping =
    kept &&
    createActKeeping({ store: kept, order, listener: { ...listener, found }, isStopped: () => stopped });
  /** What was kept or lost is sent one by one: in its order, and never asked for when it is undone meanwhile. */
  let isLate = false;
  let underWay = 0;
  let turn: 'none' | 'wanted' | 'ours' = 'none';
  let onIdle = () => {};
  let stopped = false;

  function found(act: KeptAct): void {
    isLate = true;
    listener.found(act);
  }

  /** Begins what may begin now; without `kept` that needs not even a turn of the event loop. */
  function pump(isTrial = false): void {
    if (order.all().length === 0) isLate = false;
    if (!stopped && !pauses.isPaused() && order.ready().length > 0) {
      if (!isTrial && !isOnline()) {
        isLate = true;
        pauses.offline();
        listener.changed();
      } else if (keeping === null || turn === 'ours') {
        const atOnce = isLate ? 1 : AT_ONCE_MAX;
        // Each is asked for or forgotten, so that there are fewer with every step.
        for (let [next] = order.ready(); next && underWay < atOnce; [next] = order.ready()) begin(next);
      } else if (turn === 'none') void takeTurn(keeping);
    }
    if (underWay === 0) onIdle();
  }

  async function takeTurn(shelf: ActKeeping): Promise<void> {
    turn = 'wanted';
    const work = async () => {
      await shelf.refresh();
      turn = 'ours';
      await new Promise<void>((resolve) => {
        onIdle = resolve;
        pump(true);
      });
      onIdle = () => {};
    };
    // A turn that cannot be had is tried again like a line.
    await deps.turn(work).catch(() => pauses.lost());
    turn = 'none';
    pump(true);
  }

  function begin(entry: Entry): void {
    if (isTooOld({ ...entry.act, begun: entry.begun }, clock.now())) settle(entry, TOO_OLD);
    else if (!listener.asking(entry.act)) {
      order.forget(entry);
      void keeping?.leave(entry, false);
      listener.changed();
    } else if (keeping === null || entry.place === null || entry.begun) ask(entry);
    else void claim(entry, keeping);
  }

  /** From here on no tab takes it out as never asked for. */
  async function claim(entry: Entry, shelf: ActKeeping): Promise<void> {
    entry.state = 'asked';
    underWay += 1;
    const isThere = await shelf.claim(entry);
    underWay -= 1;
    if (isThere) return ask(entry);
    order.forget(entry);
    listener.gone(entry.act);
    pump(true);
  }

  function ask(entry: Entry): void {
    entry.state = 'asked';
    entry.begun = true;
    entry.tries += 1;
    entry.askedAt = clock.now();
    entry.abort = new AbortController();
    underWay += 1;
    void deps.ask(entry.act, entry.abort.signal).then((answer) => {
      underWay -= 1;
      if (order.all().includes(entry)) settle(entry, answer);
      pump(true);
    });
  }

  function settle(entry: Entry, answer: MutationAnswer): void {
    if (isLost(answer, entry.tries)) {
      entry.state = 'waiting';
      isLate = true;
      pauses.lost();
      if (entry.abort.signal.aborted) pauses.hurry();
      listener.changed();
      return;
    }
    if (answer !== TOO_OLD) pauses.answered();
    if (!answer.ok && answer.problem.status === 401) {
      // Nobody, or somebody else, is signed in. It waits for its own person.
      entry.state = 'waiting';
      stopped = true;
      listener.answered(entry.act, answer);
      return;
    }
    order.forget(entry);
    const isToldAgain = listener.answered(entry.act, answer);
    void keeping?.leave(entry, isToldAgain);
    listener.changed();
  }

  function push(act: KeptAct): Entry {
    const entry = order.add(act, { state: keeping ? 'saving' : 'waiting', place: null, begun: false });
    if (!keeping) return entry;
    const begun = !order.isBlocked(entry) && !pauses.isInDoubt() && isOnline();
    entry.saved = keeping.save(entry, begun);
    void entry.saved.then(catchUp).then(() => {
      if (entry.state === 'saving') entry.state = 'waiting';
      listener.changed();
      pump();
    });
    return entry;
  }

  /** In its turn a tab knows nothing of what another one does meanwhile: that may come before what is done here now. */
  async function catchUp(): Promise<void> {
    if (turn === 'ours') await keeping?.refresh();
  }

  /** Whether the target was ever asked for is known in what is kept: another tab may have done so. */
  async function decide(target: Entry, undo: Entry, shelf: ActKeeping): Promise<void> {
    for (const entry of [target, undo]) entry.state = 'held';
    const isCancelled = await shelf.cancel(target, undo);
    await catchUp();
    for (const entry of [target, undo]) entry.state = 'waiting';
    if (isCancelled) {
      order.forget(undo);
      cancelled(target, undo.act);
    }
    pump();
  }

  function cancelled(target: Entry, undo: KeptAct): void {
    order.forget(target);
    listener.cancelled(target.act.key, undo);
    listener.changed();
  }

  return {
    start() {
      stopped = false;
      if (keeping) void keeping.refresh().then(() => pump());
      else pump();
      return () => {
        stopped = true;
        pauses.stop();
      };
    },
    add(act) {
      if (order.all().length >= KEPT_MAX) return false;
      push(act);
      pump();
      listener.changed();
      return true;
    },
    undo(undo, targetKey) {
      const target = order.find(targetKey);
      if (order.all().length >= KEPT_MAX) return false;
      const isAsked = target === undefined || target.begun || target.state === 'asked';
      if (isAsked) push(undo);
      else if (keeping) void decide(target, push(undo), keeping);
      else cancelled(target, undo);
      pump();
      listener.changed();
      return true;
    },
    hurry() {
      pauses.hurry();
      for (const { state, askedAt, abort } of order.all()) {
        if (state === 'asked' && clock.now() - askedAt > HANGS_AFTER_MS) abort.abort();
      }
    },
    look() {
      void keeping?.refresh().then(() => clock.after(LEAVE_TO_OTHERS_MS, () => pump()));
    },
    flush() {
      for (const entry of order.all()) {
        // What is kept and has its turn later is sent by the next page, in its order.
        const isLater = entry.place !== null && (!entry.begun || order.isBlocked(entry));
        if (entry.state !== 'asked' && !isLater && listener.asking(entry.act)) ask(entry);
      }
    },
    waiting: () => order.all().length,
    unsent() {
      if (!pauses.isInDoubt()) return { count: 0, unkept: 0 };
      const unkept = order.all().filter(({ place, state }) => place === null && state !== 'saving').length;
      return { count: order.all().length, unkept };
    },
  };
}
