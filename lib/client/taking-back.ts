import type { ActQueue } from './act-queue';
import type { Clock } from './clock';
import type { Doing } from './doings';
import type { Hold } from './held-inbox';
import { type Deed, type KeptAct, rowsToKeep } from './kept-act';
import type { MutationAnswer, Overlays } from './overlays';
import { pastOperations } from './past-operations';
import type { Request } from './request';
import type { TabMirror } from './tab-mirror';
import type { Undoing } from './undoing';

export type TakingBack = Readonly<{
  /** Finds out what was done before this page; answers the stop. */
  start(): () => void;
  /** The operation of this name, or the last thing that this person did. */
  undo(operation?: string): void;
  /** The undoing was answered. A refusal of it is not shown again after a reload. */
  answered(act: KeptAct, answer: MutationAnswer): false;
}>;

export const TOO_MANY = 'Too many changes wait to be sent. Try again when you are back online.';
/** What was done earlier is asked for when the page has come to rest. */
const ASK_PAST_AFTER_MS = 1_500;

/**
 * Takes back what was done, the last first. It shows at once on the rows that are known here; what the server has not
 * been asked for yet is not asked for at all.
 */
export function createTakingBack(deps: {
  request: Request;
  clock: Clock;
  hold: Hold;
  overlays: Overlays;
  undoing: Undoing;
  queue: ActQueue;
  make: (deed: Deed) => KeptAct;
  mirror?: TabMirror | undefined;
}): TakingBack {
  const { hold, overlays, undoing, queue } = deps;
  let isPastKnown = false;

  async function askPast(): Promise<void> {
    if (isPastKnown) return;
    const past = await pastOperations(deps.request);
    // Asked again at the next need.
    if (past === null || isPastKnown) return;
    isPastKnown = true;
    undoing.before(past);
  }

  function takeBack(doing: Doing): void {
    const { operation, rows } = doing;
    const made = deps.make({ kind: 'undo', operation, rows: rowsToKeep(rows) });
    overlays.lay({ kind: 'undo', rows }, made);
    undoing.begin(doing, made.key);
    if (queue.undo(made, doing.key)) return;
    overlays.take(made.key);
    undoing.again(made.key);
    hold.change({ problem: TOO_MANY });
  }

  function takeBackNamed(operation: string): void {
    const made = deps.make({ kind: 'undo', operation, rows: [] });
    undoing.beginUnknown(operation, made.key);
    if (queue.add(made)) return;
    undoing.again(made.key);
    hold.change({ problem: TOO_MANY });
  }

  return {
    start: () => deps.clock.after(ASK_PAST_AFTER_MS, () => void askPast()),
    undo(operation) {
      const doing = undoing.choose(operation);
      if (doing) takeBack(doing);
      else if (operation !== undefined) takeBackNamed(operation);
      else {
        void askPast().then(() => {
          const last = undoing.choose();
          if (last) takeBack(last);
        });
      }
    },
    answered({ key, deed }, answer) {
      const operation = undoing.undoneBy(key)?.operation ?? (deed.kind === 'undo' ? deed.operation : key);
      overlays.settle(key, answer);
      if (answer.ok) {
        undoing.undone(operation);
        hold.change({ undone: hold.now().undone + 1 });
        deps.mirror?.tell({ kind: 'undone', id: operation });
      } else if (answer.problem.status === 404) {
        undoing.undone(operation);
        hold.change({ problem: "Couldn't undo: there is nothing to undo any more." });
      } else {
        undoing.again(key);
        hold.change({ problem: "Couldn't undo. Try again." });
      }
      return false;
    },
  };
}
