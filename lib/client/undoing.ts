import { DOINGS_MAX, type Doing, rowsAnswered } from './doings';
import type { Hold } from './held-inbox';
import type { Undoable } from './inbox';
import type { MutationAnswer, Overlays } from './overlays';

/** Something that can be undone and was not done on this page. */
export type Elsewhere = Readonly<{
  id: string;
  did: Undoable['did'];
  count: number | null;
  row: string | null;
}>;

export type Undoing = Readonly<{
  /** Something was done; it is the last thing now. */
  remember(doing: Pick<Doing, 'key' | 'did' | 'row' | 'here' | 'rows'>): void;
  find(key: string): Doing | undefined;
  /** It was answered. */
  answered(key: string, answer: MutationAnswer, count: number | null): void;
  /** Another tab had its answer. */
  gone(key: string): void;
  /** Done in another tab: the last thing now. */
  elsewhere(operation: Elsewhere): void;
  /** Done before this page, newest first. */
  before(operations: readonly Elsewhere[]): void;
  /** It need not be offered any more. */
  undone(operation: string): void;
  /** The thing of this name, or the last one that is not being undone. */
  choose(operation?: string): Doing | undefined;
  begin(doing: Doing, key: string): void;
  /** The act of this key undoes what is not known here yet: it is not offered once it is. */
  beginUnknown(operation: string, key: string): void;
  /** What this act undoes, if it is known here. */
  undoneBy(key: string): Doing | undefined;
  /** What this act was to undo has come to nothing: it need not be asked for. Said once. */
  isIdle(key: string): boolean;
  /** Its undoing was refused: it is there for another try, as the last thing that was done. */
  again(key: string): void;
  /** What can be undone may be worded otherwise now. */
  offer(): void;
}>;

/** What this person did last, in its order, and what of it can be undone. */
export function createUndoing({ hold, overlays }: { hold: Hold; overlays: Overlays }): Undoing {
  let doings: readonly Doing[] = [];
  /** Undoings of what was refused, or changed nothing. */
  const idle = new Set<string>();
  /** By operation: the undoing of what is not known here yet. */
  const ahead = new Map<string, string>();
  /** Undone while a list of what can be undone may have been on its way. */
  const over = new Set<string>();

  const find = (key: string) => doings.find((one) => one.key === key);
  const named = (operation: string) => doings.find((one) => one.operation === operation);
  const forget = (doing: Doing | undefined) => {
    doings = doings.filter((one) => one !== doing);
    offer();
  };

  /** What was answered, and while the line is in doubt what was not. */
  function offer(): void {
    const { unsent, undoable: before } = hold.now();
    const now = doings
      .filter(({ undoing, state }) => undoing === null && (state === 'done' || unsent.count > 0))
      .map((doing) => undoableOf(doing, hold));
    if (JSON.stringify(now) !== JSON.stringify(before)) hold.change({ undoable: now });
  }

  /** An undoing of what is answered only now shows what it did, which is known better than before. */
  function showUndone({ undoing, rows }: Doing): void {
    const acts = hold.now().acts.map((one) => {
      return one.key === undoing && one.kind === 'undo' ? { ...one, rows } : one;
    });
    hold.change({ acts });
  }

  const known = (operation: Elsewhere): Doing => past(operation, ahead.get(operation.id) ?? null);

  return {
    remember(doing) {
      const more = { state: 'waiting', operation: doing.key, count: null, undoing: null } as const;
      doings = [...doings, { ...doing, ...more }].slice(-DOINGS_MAX);
      offer();
    },
    find,
    answered(key, answer, count) {
      const doing = find(key);
      if (!doing) return;
      doing.rows = rowsAnswered(doing.rows, answer);
      if (doing.undoing !== null) showUndone(doing);
      if (!answer.ok || answer.value.operation === null) {
        if (doing.undoing !== null) idle.add(doing.undoing);
        return forget(doing);
      }
      doing.state = 'done';
      doing.operation = answer.value.operation;
      doing.count = count;
      offer();
    },
    gone(key) {
      const doing = find(key);
      if (doing) doing.state = 'done';
      offer();
    },
    elsewhere({ id, did, count, row }) {
      const doing = named(id);
      if (doing) doing.count = count;
      else doings = [...doings, known({ id, did, count, row })].slice(-DOINGS_MAX);
      offer();
    },
    before(operations) {
      const unknown = operations.filter(({ id }) => named(id) === undefined && !over.has(id));
      doings = [...unknown.map(known).reverse(), ...doings].slice(-DOINGS_MAX);
      offer();
    },
    undone(operation) {
      over.add(operation);
      ahead.delete(operation);
      forget(named(operation));
    },
    choose(operation) {
      return operation === undefined ? doings.findLast(({ undoing }) => undoing === null) : named(operation);
    },
    begin(doing, key) {
      doing.undoing = key;
      // Its own overlay is what is being taken back.
      if (doing.state === 'waiting') overlays.take(doing.key);
      offer();
    },
    beginUnknown: (operation, key) => void ahead.set(operation, key),
    undoneBy: (key) => doings.find(({ undoing }) => undoing === key),
    isIdle: (key) => idle.delete(key),
    again(key) {
      for (const [operation, one] of ahead) if (one === key) ahead.delete(operation);
      const doing = doings.find(({ undoing }) => undoing === key);
      if (!doing) return;
      doing.undoing = null;
      doings = [...doings.filter((one) => one !== doing), doing];
      offer();
    },
    offer,
  };
}

function past({ id, did, count, row }: Elsewhere, undoing: string | null): Doing {
  const rows = new Map();
  return { key: id, operation: id, did, row, count, here: false, state: 'done', rows, undoing };
}

function undoableOf({ operation, did, row, count, here, state }: Doing, hold: Hold): Undoable {
  const title = row === null ? null : (hold.now().inbox.rows.get(row)?.item?.title ?? null);
  return { operation, did, count, row, title, here, waiting: state === 'waiting' };
}
