import type { Filter } from '@/lib/inbox/notification';
import type { Act } from '@/lib/inbox/overlay';
import type { MarkAs } from '@/lib/inbox/status';
import { parseCursor } from '@/lib/inbox/stream';
import type { Clock } from './clock';
import type { Hold } from './held-inbox';
import type { Row, Undoable } from './inbox';
import { mutationSchema } from './mutation-answer';
import type { Answer, Request } from './request';

type Did = NonNullable<Row['failed']>;
type MutationAnswer = Answer<ReturnType<typeof mutationSchema.parse>>;

export type InboxActs = Readonly<{
  mark(id: string, did: Did): void;
  readAll(filter: Filter, through: string): void;
  undo(operation?: string): void;
  retry(id: string): void;
  /** Rows whose last action was refused, and which. */
  failed(): ReadonlyMap<string, Did>;
}>;

/** How each action of a row is asked for, and what it does to the row meanwhile. */
const MARKS: Readonly<Record<Did, { as: MarkAs; noun: string; method: 'POST' | 'DELETE' }>> = {
  read: { as: 'read', noun: 'reading', method: 'POST' },
  unread: { as: 'unread', noun: 'reading', method: 'DELETE' },
  archive: { as: 'archived', noun: 'archiving', method: 'POST' },
  restore: { as: 'restored', noun: 'archiving', method: 'DELETE' },
};
const UNDOABLE_MAX = 20;

/**
 * What a person does to their inbox. Each action shows at once as an overlay; the server's answer goes
 * through the reducer like any event and takes the overlay's place, a refusal takes it away and is told.
 */
export function createInboxActs(deps: { request: Request; clock: Clock; hold: Hold }): InboxActs {
  const { hold } = deps;
  const failed = new Map<string, Did>();
  /** What is under way for each row: two actions on one row must reach the server in their order. */
  const underWay = new Map<string, Promise<void>>();
  /** The last act on many rows: it follows what was done before it, and what is done after it follows. */
  let bulk: Promise<void> = Promise.resolve();
  /** Acts under way that will be there to undo when they succeed. */
  let undoableSoon = 0;
  let count = 0;

  type What<A> = A extends Act ? Omit<A, 'key' | 'at' | 'until'> : never;
  function layOver(what: What<Act>): string {
    count += 1;
    const key = `act-${count}`;
    const act = { ...what, key, at: new Date(deps.clock.now()).toISOString(), until: null } as Act;
    hold.change({ acts: [...hold.now().acts, act], problem: null });
    return key;
  }

  /** The answer in the overlay's place: it stays until the state has reached the answer, and not a moment longer. */
  function settle(key: string, answer: MutationAnswer): void {
    const { acts } = hold.now();
    if (!answer.ok) {
      hold.change({ acts: acts.filter((act) => act.key !== key) });
      refused(answer.problem.status);
      return;
    }
    const { event } = answer.value;
    const until = { epoch: event.epoch, seq: event.seq };
    hold.change({ acts: acts.map((act) => (act.key === key ? { ...act, until } : act)) });
    hold.hear({ kind: 'event', event });
    const { epoch, seq } = hold.now().inbox;
    if (epoch === event.epoch && seq < event.seq) return;
    hold.change({ acts: hold.now().acts.filter((act) => act.key !== key) });
  }

  function refused(status: number | null): void {
    if (status === 401) hold.signOut();
    else hold.syncSoon();
  }

  function remember(undoable: Undoable): void {
    hold.change({ undoable: [...hold.now().undoable, undoable].slice(-UNDOABLE_MAX) });
  }

  function inTurn(id: string, run: () => Promise<void>): void {
    const mine = Promise.all([bulk, underWay.get(id)])
      .then(run)
      .finally(() => {
        if (underWay.get(id) === mine) underWay.delete(id);
      });
    underWay.set(id, mine);
  }

  function inTurnOfAll(run: () => Promise<void>): void {
    bulk = Promise.all([bulk, ...underWay.values()]).then(run);
  }

  function mark(id: string, did: Did): void {
    const { as, noun, method } = MARKS[did];
    failed.delete(id);
    const key = layOver({ kind: 'mark', id, as });
    undoableSoon += 1;
    inTurn(id, async () => {
      const path = `/api/notifications/${encodeURIComponent(id)}/${noun}`;
      const answer = await deps.request(path, { method, schema: mutationSchema, keepalive: true });
      undoableSoon -= 1;
      // A row that is gone has nothing to be retried: the sync takes it off the screen.
      if (!answer.ok && answer.problem.status !== 404) failed.set(id, did);
      settle(key, answer);
      if (answer.ok && answer.value.operation !== null) {
        remember({ operation: answer.value.operation, did, count: 1 });
      }
    });
  }

  function readAll(filter: Filter, throughText: string): void {
    const through = parseCursor(throughText);
    if (!through) return;
    const key = layOver({ kind: 'readAll', filter, through });
    undoableSoon += 1;
    inTurnOfAll(async () => {
      const answer = await deps.request('/api/inbox/reading', {
        method: 'POST',
        body: { through: throughText, filter },
        schema: mutationSchema,
      });
      undoableSoon -= 1;
      settle(key, answer);
      if (!answer.ok) {
        hold.change({ problem: "Couldn't mark all as read. Try again." });
        return;
      }
      const { operation, event } = answer.value;
      const read = event.changes?.filter((change) => 'item' in change && change.item.readAt !== null).length;
      if (operation !== null) remember({ operation, did: 'readAll', count: read ?? null });
    });
  }

  function undo(operation?: string): void {
    // What is under way is the last thing that was done. If it comes to nothing, nothing older is undone instead.
    const notThis = operation === undefined && undoableSoon > 0 ? hold.now().undoable.at(-1) : undefined;
    inTurnOfAll(async () => {
      const { undoable } = hold.now();
      const wanted = undoable.findLast((one) => operation === undefined || one.operation === operation);
      const name = operation ?? wanted?.operation;
      if (name === undefined || (wanted !== undefined && wanted === notThis)) return;
      await undoNow(name, wanted);
    });
  }

  async function undoNow(name: string, wanted: Undoable | undefined): Promise<void> {
    hold.change({ undoable: hold.now().undoable.filter((one) => one !== wanted), problem: null });
    const path = `/api/operations/${encodeURIComponent(name)}/undoing`;
    const answer = await deps.request(path, { method: 'POST', schema: mutationSchema, keepalive: true });
    if (answer.ok) {
      hold.hear({ kind: 'event', event: answer.value.event });
      return;
    }
    hold.change({ problem: "Couldn't undo. Try again." });
    if (wanted && answer.problem.status !== 404) remember(wanted);
    refused(answer.problem.status);
  }

  return {
    mark,
    readAll,
    undo,
    retry(id) {
      const did = failed.get(id);
      if (did) mark(id, did);
    },
    failed: () => failed,
  };
}
