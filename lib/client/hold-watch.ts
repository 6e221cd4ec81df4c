import type { BroadcastState } from '@/lib/inbox/broadcast';
import type { Clock } from './clock';
import type { Waiting } from './sending';

/** What waits to go out, as it is shown. */
export type Hold = Readonly<{
  state: BroadcastState;
  /** Milliseconds until it goes out, never below 0; null while it waits for nothing. */
  leftMs: number | null;
}>;

export type HoldWatch = Readonly<{
  getSnapshot(): Hold;
  subscribe(listener: () => void): () => void;
  /** Asks and counts; answers the stop. */
  start(): () => void;
  /** Asks the server now. */
  refresh(): void;
}>;

const SECOND_MS = 1_000;
/** So near to the end every second is shown. */
const COUNTED_MS = 2 * 60 * SECOND_MS;
const FAR_TICK_MS = 15 * SECOND_MS;
/** At the end it goes out within moments; a server that is away is not asked for ever. */
const ASKS_IN_A_ROW = 10;
const ASK_AGAIN_MAX_MS = 8_000;

/**
 * Counts down by the server's clock: this computer's may be wrong by hours. Each answer is taken as of the moment it
 * was asked for, so that a slow line makes the end come early on the screen and never late: who presses Undo in the
 * last second shown still has it. At the end it asks until it hears what became of it.
 */
export function createHoldWatch(
  id: string,
  /** `serverNow` is null where nobody has said just now: then nothing is counted before the server is heard. */
  initial: { state: BroadcastState; dueAt: number | null; serverNow: number | null },
  deps: { ask: (id: string) => Promise<Waiting | null>; clock: Clock },
): HoldWatch {
  let { state, dueAt } = initial;
  /** The server's clock minus this one. */
  let ahead: number | null = null;
  const { serverNow } = initial;
  let shown: Hold = {
    state,
    leftMs: dueAt === null || serverNow === null ? null : Math.max(0, dueAt - serverNow),
  };
  /** Since something was heard that is still to come. */
  let asksInARow = 0;
  let asks = 0;
  let cancel = () => {};
  let running = false;
  const listeners = new Set<() => void>();

  function show(): void {
    const leftMs = dueAt === null || ahead === null ? null : Math.max(0, dueAt - deps.clock.now() - ahead);
    if (shown.state === state && shown.leftMs === leftMs) return;
    shown = { state, leftMs };
    for (const listener of listeners) listener();
  }

  async function ask(): Promise<void> {
    const from = deps.clock.now();
    asks += 1;
    const mine = asks;
    const answer = await deps.ask(id);
    if (!running || mine !== asks) return;
    if (answer !== null) {
      state = answer.state;
      dueAt = answer.dueAt === null ? null : Date.parse(answer.dueAt);
      ahead = Date.parse(answer.now) - from;
    }
    tick();
  }

  function tick(): void {
    cancel();
    show();
    const { leftMs } = shown;
    if (dueAt === null) return;
    if (leftMs !== null && leftMs > 0) {
      asksInARow = 0;
      const wait = leftMs > COUNTED_MS ? FAR_TICK_MS : leftMs % SECOND_MS || SECOND_MS;
      cancel = deps.clock.after(wait, tick);
    } else if (asksInARow < ASKS_IN_A_ROW) {
      cancel = deps.clock.after(Math.min(ASK_AGAIN_MAX_MS, 250 * 2 ** asksInARow), () => void ask());
      asksInARow += 1;
    }
  }

  return {
    getSnapshot: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      running = true;
      if (serverNow !== null) ahead ??= serverNow - deps.clock.now();
      if (ahead !== null) tick();
      void ask();
      return () => {
        running = false;
        cancel();
      };
    },
    refresh: () => void ask(),
  };
}
