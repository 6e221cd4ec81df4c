import type { Filter } from '@/lib/inbox/notification';
import { parseCursor } from '@/lib/inbox/stream';
import { createActQueue } from './act-queue';
import type { Clock } from './clock';
import { type Doing, rowsAnswered, rowsTouched } from './doings';
import type { Hold } from './held-inbox';
import type { Row } from './inbox';
import { mutationSchema } from './mutation-answer';
import { createOverlays, type MutationAnswer, type What } from './overlays';
import { createRefusals, MARK_OF } from './refusals';
import type { Asking, Request } from './request';
import { createUndoing } from './undoing';

type Did = NonNullable<Row['failed']>;

export type InboxActs = Readonly<{
  mark(id: string, did: Did): void;
  readAll(filter: Filter, through: string): void;
  undo(operation?: string): void;
  retry(id: string): void;
  /** Rows whose last action was refused, and which. */
  failed(): ReadonlyMap<string, Did>;
  /** The state is another: what it shows as wanted was not refused after all. Says whether that changed anything. */
  review(): boolean;
  /** Asks for everything that waits for its turn: the page is being left. */
  flush(): void;
}>;

/** How each action of a row is asked for, and which takes it back. */
const MARKS: Readonly<Record<Did, { noun: string; method: 'POST' | 'DELETE' }>> = {
  read: { noun: 'reading', method: 'POST' },
  unread: { noun: 'reading', method: 'DELETE' },
  archive: { noun: 'archiving', method: 'POST' },
  restore: { noun: 'archiving', method: 'DELETE' },
};
const OPPOSITE: Readonly<Record<Did, Did>> = {
  read: 'unread',
  unread: 'read',
  archive: 'restore',
  restore: 'archive',
};

/**
 * What a person does to their inbox. Each action shows at once as an overlay; the server's answer goes
 * through the reducer like any event and takes the overlay's place, a refusal takes it away and is told.
 * All of it is asked for with `keepalive`, which a browser allows up to 64 KiB of bodies at once: these have
 * a hundred bytes at most.
 */
export function createInboxActs(deps: { request: Request; clock: Clock; hold: Hold }): InboxActs {
  const { hold } = deps;
  const queue = createActQueue();
  const overlays = createOverlays(deps);
  const refusals = createRefusals();
  const undoing = createUndoing({ ...deps, overlays, queue, refusals, takeBack });

  const ask = (path: string, asking: Pick<Asking<unknown>, 'method' | 'body'>) =>
    deps.request(path, { ...asking, schema: mutationSchema, keepalive: true });
  const askMark = (id: string, did: Did) => {
    const { noun, method } = MARKS[did];
    return ask(`/api/notifications/${encodeURIComponent(id)}/${noun}`, { method });
  };

  /** Shows it, asks for it in its turn and takes the answer. */
  function act(
    what: What,
    about: Pick<Doing, 'did' | 'row'> & {
      ask: () => Promise<MutationAnswer>;
      count: (answer: Extract<MutationAnswer, { ok: true }>) => number | null;
      onRefused: (doing: Doing, status: number | null) => void;
    },
  ): void {
    refusals.doubtNoMore();
    const { did, row } = about;
    const key = overlays.lay(what);
    const doing: Doing = {
      ...{ did, key, row, state: 'under way', operation: null, undoKey: null },
      rows: rowsTouched(hold, key),
      leave: () => false,
    };
    undoing.remember(doing);
    doing.leave = queue.add({ row, run });

    async function run(): Promise<void> {
      // As the server has them now: what was before it in the queue is done.
      const rows = rowsTouched(hold, key);
      if (rows.size > 0) doing.rows = rows;
      const answer = await about.ask();
      doing.state = answer.ok ? 'done' : answer.problem.status === null ? 'lost' : 'failed';
      doing.rows = rowsAnswered(doing.rows, answer);
      if (doing.undoKey !== null) showUndone(doing);
      // Nobody is told that something could not be done which they have taken back.
      if (!answer.ok && doing.undoKey === null) about.onRefused(doing, answer.problem.status);
      if (answer.ok) {
        if (row !== null) refusals.forget(row);
        doing.operation = answer.value.operation;
      }
      overlays.settle(key, answer);
      if (!answer.ok && doing.undoKey === null) undoing.forget(doing);
      if (answer.ok) undoing.named(doing, about.count(answer));
    }
  }

  /** What is being undone is answered only now: what it did is known better than before. */
  function showUndone({ undoKey, rows }: Doing): void {
    const acts = hold.now().acts.map((one) => {
      return one.key === undoKey && one.kind === 'undo' ? { ...one, rows } : one;
    });
    hold.change({ acts });
  }

  function mark(id: string, did: Did): void {
    refusals.forget(id);
    act(
      { kind: 'mark', id, as: MARK_OF[did] },
      {
        did,
        row: id,
        ask: () => askMark(id, did),
        count: () => 1,
        // A row that is gone has nothing to be retried: the sync takes it off the screen.
        onRefused(_, status) {
          if (status === 404) return;
          refusals.add(id, did);
          // Its event may have been here before its answer was lost.
          refusals.review(hold.now().inbox);
        },
      },
    );
  }

  function readAll(filter: Filter, throughText: string): void {
    const through = parseCursor(throughText);
    if (!through) return;
    act(
      { kind: 'readAll', filter, through },
      {
        did: 'readAll',
        row: null,
        ask: () => ask('/api/inbox/reading', { method: 'POST', body: { through: throughText, filter } }),
        count: ({ value }) =>
          value.event.changes?.filter((change) => 'item' in change && change.item.readAt !== null).length ??
          null,
        onRefused({ key }) {
          const doubtful = hold.now().acts.find((one) => one.key === key);
          hold.change({ problem: "Couldn't mark all as read. Try again." });
          if (doubtful) refusals.doubt(doubtful, () => hold.change({ problem: null }));
        },
      },
    );
  }

  function takeBack({ did, row }: Doing): Promise<MutationAnswer> | null {
    return row === null || did === 'readAll' ? null : askMark(row, OPPOSITE[did]);
  }

  return {
    mark,
    readAll,
    undo: undoing.undo,
    retry(id) {
      const did = refusals.all().get(id);
      if (did) mark(id, did);
    },
    failed: refusals.all,
    review: () => refusals.review(hold.now().inbox),
    flush: queue.flush,
  };
}
