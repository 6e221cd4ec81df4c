import { forget } from './forget';
import {
  type Asked,
  extentOf,
  type InboxState,
  isUsablePage,
  isWhole,
  mergeChanges,
  startState,
} from './inbox-state';
import type { Filter } from './notification';
import type { Cursor, FeedPage, InboxEvent, SyncAnswer } from './stream';

/** What a client hears about its inbox. `at` is the answer's cursor, parsed. */
export type Input =
  | Readonly<{ kind: 'event'; event: InboxEvent }>
  | Readonly<{ kind: 'synced'; answer: SyncAnswer; at: Cursor; asked: Asked }>
  | Readonly<{
      kind: 'page';
      filter: Filter;
      before: string | null;
      page: FeedPage;
      at: Cursor;
      asked: Asked;
    }>;

/** Events kept while a sync is asked for; a lost one only costs another sync, because `claim` remembers it. */
export const BUFFERED_MAX = 50;

type Reset = Extract<SyncAnswer, { reset: true }>;

/**
 * The next state, or the same object when there is nothing new. Events may come twice, late and in any
 * order, answers late or never: after each step the client holds the newest version of every loaded row
 * whose change is at or below `seq`, and the counts of `seq`. When `isBehind` says so afterwards, sync.
 */
export function reduce(state: InboxState, input: Input): InboxState {
  const heard = hear(state, input);
  return heard === state ? state : forget(settle(heard));
}

function hear(state: InboxState, input: Input): InboxState {
  switch (input.kind) {
    case 'event':
      return hearEvent(state, input.event);
    case 'synced':
      return takeSync(state, input);
    case 'page':
      return takePage(state, input);
  }
}

function hearEvent(state: InboxState, event: InboxEvent): InboxState {
  const { epoch, from, seq, changes } = event;
  // Another run, or a gap. An event of a run that is over, or of a history that is gone, also comes here: the server
  // says what is true.
  if (epoch !== state.epoch || from > state.seq) return buffer(claim(state, { epoch, seq }), event);
  if (seq <= state.seq) return state;
  if (changes === undefined) return claim(state, { epoch, seq });
  return applyEvent(state, event);
}

function applyEvent(state: InboxState, event: InboxEvent): InboxState {
  const rows = mergeChanges(state.rows, event.changes ?? []);
  const { seq, part } = event;
  // An event that is whole by itself may be older than the half of a sync that came before it.
  const midway = part === undefined ? state.midway : part === 'more';
  return { ...state, seq, counts: part === 'more' ? state.counts : event.counts, rows, midway };
}

function takeSync(state: InboxState, input: Extract<Input, { kind: 'synced' }>): InboxState {
  const { answer, at, asked } = input;
  if (asked.generation !== state.generation || asked.from.epoch !== state.epoch) return state;
  if ('reset' in answer) return takeReset(state, answer, at, asked);
  const isOtherRun = at.epoch !== state.epoch;
  if (isOtherRun && !isProven(state, asked)) return claim(state, at);
  const heard = answer.more ? state : wholeAgain(answered(state, asked));
  if (!isOtherRun && at.seq <= state.seq) return heard;
  const rows = mergeChanges(state.rows, answer.changes);
  // The counts of an answer with more to come are ahead of its rows.
  const counts = answer.more ? state.counts : answer.counts;
  return { ...heard, epoch: at.epoch, seq: at.seq, rows, counts, midway: answer.more };
}

/**
 * Whether an answer in the epoch of another run speaks of all that is held. It proves what the cursor named when it
 * was asked; what came since, and what a page or half a long sync brought from beyond it, may be of a history that a
 * restored copy does not have.
 */
function isProven(state: InboxState, asked: Asked): boolean {
  return asked.from.seq === state.seq && isWhole(state);
}

function wholeAgain(state: InboxState): InboxState {
  return state.midway ? { ...state, midway: false } : state;
}

function takeReset(state: InboxState, answer: Reset, at: Cursor, asked: Asked): InboxState {
  const late = at.epoch === state.epoch && at.seq < state.seq;
  // Events have carried us past it since we asked. But a server that is behind what we *asked with* has lost
  // a part of its history: then it is right and we are wrong.
  if (late && at.seq >= asked.from.seq) return answered(state, asked);
  const { buffered, claim } = answered(state, asked);
  return { ...startState(answer, at), buffered, claim, generation: state.generation + 1 };
}

function takePage(state: InboxState, input: Extract<Input, { kind: 'page' }>): InboxState {
  const { page, at, filter, before } = input;
  if (at.epoch !== state.epoch && input.asked.generation === state.generation) return claim(state, at);
  if (!isUsablePage(state, at, input.asked)) return state;
  const rows = mergeChanges(
    state.rows,
    page.items.map((item) => ({ seq: item.seq, item })),
  );
  const extent = state.extents[filter];
  // Only the page right below what is loaded makes the view longer; any other brings rows and no promise.
  const continues = extent === null ? before === null : before !== null && before === extent.next;
  const extents = continues ? { ...state.extents, [filter]: extentOf(page) } : state.extents;
  const ahead = at.seq > state.seq;
  // Its counts are not taken: ahead of the rows they would be laid over twice by a waiting action.
  return { ...(ahead ? claim(state, at) : state), rows, extents, ahead: Math.max(state.ahead, at.seq) };
}

/** Of two claims of one run the further counts; one of another run is always news. */
function claim(state: InboxState, told: Cursor): InboxState {
  const known = state.claim;
  if (known !== null && known.epoch === told.epoch && known.seq >= told.seq) return state;
  return { ...state, claim: told };
}

function buffer(state: InboxState, event: InboxEvent): InboxState {
  return { ...state, buffered: [...state.buffered, event].slice(-BUFFERED_MAX) };
}

/** The server has answered a question that was asked with this claim known: what it did not confirm is not so. */
function answered(state: InboxState, asked: Asked): InboxState {
  if (state.claim === null) return state;
  const refuted = state.claim.epoch === asked.claim?.epoch && state.claim.seq === asked.claim.seq;
  return refuted ? { ...state, claim: null } : state;
}

/** Applies the buffered events that fit now, and lets go of what has been fulfilled or can never fit. */
function settle(state: InboxState): InboxState {
  let settled = state;
  for (;;) {
    const { epoch, seq, buffered } = settled;
    const fit = buffered.find((e) => e.epoch === epoch && e.from <= seq && e.seq > seq && e.changes);
    if (!fit) break;
    settled = applyEvent(settled, fit);
  }
  const { epoch, seq, claim, buffered } = settled;
  const open = claim !== null && (claim.epoch !== epoch || claim.seq > seq) ? claim : null;
  const waiting =
    open === null ? [] : buffered.filter((e) => e.epoch === open.epoch && (e.epoch !== epoch || e.seq > seq));
  const kept = waiting.length === buffered.length ? buffered : waiting;
  return { ...settled, claim: open, buffered: kept };
}
