import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createActQueue } from '../act-queue';
import type { KeptAct } from '../kept-act';
import type { KeptActs } from '../kept-acts';
import type { MutationAnswer } from '../overlays';
import type { TakeTurn } from '../tab-turn';

/** An act on this row; null: on many. */
export function actOf(key: string, row: string | null, more: Partial<KeptAct> = {}): KeptAct {
  const deed: KeptAct['deed'] =
    row === null
      ? { kind: 'readAll', filter: 'inbox', through: 'e1.1' }
      : { kind: 'mark', id: row, did: 'read' };
  return {
    key,
    viewerId: 'u1',
    at: new Date(START).toISOString(),
    deed,
    begun: false,
    refused: false,
    ...more,
  };
}

const START = 1_700_000_000_000;
const DONE: MutationAnswer = {
  ok: true,
  value: {
    operation: 'op',
    event: { v: 1, epoch: 'e1', from: 1, seq: 2, counts: { unread: 0, unseen: 0 }, changes: [] },
  },
};

/** A refusal with this status; null: the answer was lost. */
export function refusal(
  status: number | null,
  code: 'unavailable' | 'unreadable' = 'unavailable',
): MutationAnswer {
  const problem = {
    code: status === null ? 'unreachable' : code,
    status,
    detail: '',
    errors: [],
    facts: {},
  } as const;
  return { ok: false, problem };
}

/** A queue whose acts are answered when the test says. */
export function queueOf({
  kept = null,
  turn = (work) => work(),
  clock = createManualClock(START),
}: {
  kept?: KeptActs | null;
  turn?: TakeTurn;
  clock?: ReturnType<typeof createManualClock>;
} = {}) {
  const begun: string[] = [];
  const ends = new Map<string, (answer: MutationAnswer) => void>();
  const heard = {
    cancelled: [] as string[],
    answered: [] as string[],
    found: [] as string[],
    gone: [] as string[],
    refused: [] as string[],
  };
  const line = { online: true };
  const queue = createActQueue({
    kept,
    turn,
    clock: { now: clock.now, after: clock.timers.after },
    random: () => 0.5,
    isOnline: () => line.online,
    ask(act, signal) {
      begun.push(act.key);
      return new Promise((end) => {
        ends.set(act.key, end);
        signal.addEventListener('abort', () => end(refusal(null)));
      });
    },
    listener: {
      found: ({ key }) => void heard.found.push(key),
      asking: () => true,
      answered(act, answer) {
        heard.answered.push(`${act.key} ${answer.ok ? 'done' : answer.problem.status}`);
        return !answer.ok;
      },
      cancelled: (key) => void heard.cancelled.push(key),
      gone: ({ key }) => void heard.gone.push(key),
      refused: ({ key }) => void heard.refused.push(key),
      changed: () => {},
      moved: () => {},
    },
  });
  return {
    queue,
    clock,
    line,
    /** The acts that were asked for, as often as they were. */
    begun,
    heard,
    add: (act: KeptAct): boolean => queue.add(act),
    /** The act is answered: done unless it says otherwise. */
    async ends(key: string, answer: MutationAnswer = DONE): Promise<void> {
      const end = ends.get(key);
      if (!end) throw new Error(`${key} was not asked for.`);
      end(answer);
      await clock.settle();
    },
  };
}
