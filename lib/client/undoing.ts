import type { ActQueue } from './act-queue';
import { DOINGS_MAX, type Doing } from './doings';
import type { Hold } from './held-inbox';
import { mutationSchema } from './mutation-answer';
import type { MutationAnswer, Overlays } from './overlays';
import type { Refusals } from './refusals';
import type { Request } from './request';

export type Undoing = Readonly<{
  /** Something was done; it is the last thing now. */
  remember(doing: Doing): void;
  /** It came to nothing. */
  forget(doing: Doing): void;
  /** It was answered: from here on it has a name, unless it changed nothing. */
  named(doing: Doing, count: number | null): void;
  undo(operation?: string): void;
}>;

/**
 * Takes back what was done, the last first. It shows at once on the rows that are known here; what the server
 * has not been asked for yet is not asked for at all.
 */
export function createUndoing(deps: {
  request: Request;
  hold: Hold;
  overlays: Overlays;
  queue: ActQueue;
  refusals: Refusals;
  /** Asks for the opposite of an act that has no name: its answer was lost, or the page is left before it is here. Null: it has none. */
  takeBack: (doing: Doing) => Promise<MutationAnswer> | null;
}): Undoing {
  const { hold, overlays, queue, refusals } = deps;
  let doings: readonly Doing[] = [];

  const forget = (doing: Doing) => {
    doings = doings.filter((one) => one !== doing);
  };

  function remember(doing: Doing): void {
    doings = [...doings, doing].slice(-DOINGS_MAX);
  }

  function offer(doing: Doing, count: number | null): void {
    const { operation, did } = doing;
    if (operation === null) return;
    const place = (name: string) => doings.findIndex((one) => one.operation === name);
    // In the order in which they were done, whichever was answered first: the last is undone first.
    const undoable = [...hold.now().undoable, { operation, did, count }]
      .sort((a, b) => place(a.operation) - place(b.operation))
      .slice(-DOINGS_MAX);
    hold.change({ undoable });
  }

  /** What an undo without a name means: the last thing that was done and is not being undone, answered or not. */
  const last = () => doings.findLast((doing) => doing.undoKey === null && doing.state !== 'failed');

  function undo(operation?: string): void {
    const doing = operation === undefined ? last() : doings.find((one) => one.operation === operation);
    const name = operation ?? (doing ? doing.operation : hold.now().undoable.at(-1)?.operation) ?? null;
    if (doing === undefined && name === null) return;
    if (doing?.state === 'under way' && doing.leave()) {
      cancelled(doing);
      return;
    }
    const key = overlays.lay({ kind: 'undo', rows: doing?.rows ?? new Map() });
    if (doing) {
      doing.undoKey = key;
      // Its own overlay is what is being taken back.
      if (doing.state === 'under way') overlays.take(doing.key);
    }
    const offered = hold.now().undoable.find((one) => one.operation === name);
    hold.change({ undoable: hold.now().undoable.filter((one) => one !== offered) });
    refusals.doubtNoMore();
    queue.add({ row: null, run: () => run(key, { doing, name, count: offered?.count ?? null }) });
  }

  function cancelled(doing: Doing): void {
    forget(doing);
    overlays.take(doing.key);
    hold.change({ undone: hold.now().undone + 1, problem: null });
  }

  async function run(key: string, asked: Asked): Promise<void> {
    const { doing } = asked;
    const asking = ask(asked.name ?? doing?.operation ?? null, doing);
    // It was refused, or changed nothing: then there is nothing to take back, and nothing older is instead.
    if (asking === null) overlays.take(key);
    else taken(key, { ...asked, answer: await asking });
    if (doing && doing.undoKey === key) forget(doing);
  }

  function ask(name: string | null, doing: Doing | undefined): Promise<MutationAnswer> | null {
    if (name === null) {
      return doing?.state === 'under way' || doing?.state === 'lost' ? deps.takeBack(doing) : null;
    }
    const path = `/api/operations/${encodeURIComponent(name)}/undoing`;
    return deps.request(path, { method: 'POST', schema: mutationSchema, keepalive: true });
  }

  function taken(key: string, { doing, count, answer }: Asked & { answer: MutationAnswer }): void {
    const act = hold.now().acts.find((one) => one.key === key);
    overlays.settle(key, answer);
    if (answer.ok) {
      hold.change({ undone: hold.now().undone + 1 });
      return;
    }
    hold.change({ problem: "Couldn't undo. Try again." });
    if (answer.problem.status === 404) return;
    if (doing) again(doing, count);
    if (act) refusals.doubt(act, () => doneAfterAll(doing));
  }

  /** It is there for another try, as the last thing that was done. */
  function again(doing: Doing, count: number | null): void {
    forget(doing);
    doing.undoKey = null;
    remember(doing);
    offer(doing, count);
  }

  function doneAfterAll(doing: Doing | undefined): void {
    if (doing) forget(doing);
    const undoable = hold.now().undoable.filter((one) => one.operation !== doing?.operation);
    hold.change({ problem: null, undoable, undone: hold.now().undone + 1 });
  }

  return {
    remember,
    forget,
    named(doing, count) {
      // What is being undone already is not offered.
      if (doing.operation === null) forget(doing);
      else if (doing.undoKey === null) offer(doing, count);
    },
    undo,
  };
}

type Asked = Readonly<{ doing: Doing | undefined; name: string | null; count: number | null }>;
