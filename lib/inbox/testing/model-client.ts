import {
  type Asked,
  askNow,
  hasMore,
  type InboxState,
  isBehind,
  isUsablePage,
  startState,
} from '../inbox-state';
import { FILTERS, type Filter } from '../notification';
import { type Act, pendingActs } from '../overlay';
import { type Input, reduce } from '../reducer';
import type { MarkAs } from '../status';
import { type Cursor, type InboxEvent, parseCursor } from '../stream';
import type { ModelInbox } from './model-inbox';
import { checkShown, checkState } from './model-invariant';
import { moment } from './rows';

/** Something between client and server, in either direction; moved in any order. */
type Parcel =
  | Readonly<{ kind: 'event'; event: InboxEvent }>
  | Readonly<{ kind: 'question'; asks: 'sync'; asked: Asked }>
  | Readonly<{ kind: 'question'; asks: 'page'; filter: Filter; before: string | null; asked: Asked }>
  | Readonly<{ kind: 'question'; asks: 'act'; act: Act }>
  | Readonly<{ kind: 'answer'; input: Exclude<Input, { kind: 'event' }>; head: number }>
  | Readonly<{ kind: 'acted'; key: string; event: InboxEvent | null }>;

/** What a person does in the model. */
export type Deed =
  | { kind: 'mark'; id: string; as: MarkAs }
  | { kind: 'readAll'; filter: Filter }
  | { kind: 'seen'; ids: string[] };

/** One client of the model: the real reducer and overlay, with the invariant checked after every step. */
export function createModelClient(server: ModelInbox, tally: (what: string) => void) {
  const at = cursorOf(server.cursor());
  let state: InboxState = startState(server.feed('inbox', null), at);
  let acts: readonly Act[] = [];
  let countsSeq = state.seq;
  /** Until the state is here, it stands in the middle of a long sync. */
  let target = 0;
  /** How far a page has looked ahead of the state. */
  let ahead = 0;
  let syncing = false;
  let made = 0;
  const parcels: Parcel[] = [];

  function hear(input: Input, head = 0): void {
    const before = state;
    state = reduce(before, input);
    if (state === before) return;
    acts = pendingActs(acts, state);
    const isReset = state.generation !== before.generation;
    const isPart = input.kind === 'synced' && 'more' in input.answer && input.answer.more;
    // Only the middle of a long sync may leave the counts where they were.
    if (isReset || state.counts !== before.counts || (state.seq !== before.seq && !isPart))
      countsSeq = state.seq;
    if (isReset) tally('resets');
    else if (state.epoch !== before.epoch) tally('runs continued');
    if (isPart) tally('parts of syncs');
    target = isReset ? 0 : isPart ? Math.max(target, head) : target;
    if (input.kind === 'page') ahead = Math.max(ahead, input.at.seq);
    if (isReset) ahead = 0;
    check();
    if (isBehind(state)) askSync();
  }

  function check(): void {
    checkState(state, { countsSeq, target, ahead }, server);
    if (state.seq >= Math.max(target, ahead)) checkShown(state, acts, countsSeq);
  }

  function askSync(): void {
    if (syncing) return;
    syncing = true;
    parcels.push({ kind: 'question', asks: 'sync', asked: askNow(state) });
  }
  function askPage(filter: Filter, which: 'first' | 'older'): void {
    const before = which === 'first' ? null : (state.extents[filter]?.next ?? null);
    if (which === 'older' && before === null) return;
    parcels.push({ kind: 'question', asks: 'page', filter, before, asked: askNow(state) });
  }

  /** The server reads the question, now and not when it was asked; a failed one is never answered. */
  function serve(parcel: Extract<Parcel, { kind: 'question' }>, fails: boolean): void {
    if (fails) tally(`${parcel.asks}s failed`);
    if (parcel.asks === 'act') {
      // It may fail before or after it was committed: the client cannot tell.
      const event = fails && made % 2 === 0 ? null : perform(parcel.act);
      parcels.push({ kind: 'acted', key: parcel.act.key, event: fails ? null : event });
    } else if (parcel.asks === 'sync') {
      if (fails) {
        syncing = false;
        if (isBehind(state)) askSync();
        return;
      }
      const answer = server.sync(parcel.asked.anew ? null : parcel.asked.from);
      const input = { kind: 'synced', answer, at: cursorOf(answer.cursor), asked: parcel.asked } as const;
      parcels.push({ kind: 'answer', input, head: server.history().head() });
    } else if (!fails) {
      const { filter, before, asked } = parcel;
      const page = server.feed(filter, before === null ? null : Number(before));
      const input = { kind: 'page', filter, before, page, at: cursorOf(page.cursor), asked } as const;
      parcels.push({ kind: 'answer', input, head: server.history().head() });
    }
  }

  function perform(act: Act): InboxEvent | null {
    if (act.kind === 'mark') return server.mark(act.id, act.as)?.event ?? null;
    if (act.kind === 'seen') return server.view([...act.ids]).event;
    // The model's people undo by an operation's name only, without an overlay.
    if (act.kind === 'undo') return null;
    return server.readAll(act.filter, act.through)?.event ?? null;
  }

  function receive(parcel: Exclude<Parcel, { kind: 'question' }>): void {
    if (parcel.kind === 'event') hear(parcel);
    else if (parcel.kind === 'acted') settle(parcel.key, parcel.event);
    else {
      const { input } = parcel;
      const isRefused = input.kind === 'page' && !isUsablePage(state, input.at, input.asked);
      if (input.kind === 'synced') syncing = false;
      hear(input, parcel.head);
      // What was told while it was asked is not answered by it.
      const isPart = input.kind === 'synced' && 'more' in input.answer && input.answer.more;
      if (isPart || (input.kind === 'synced' && isBehind(state))) askSync();
      if (isRefused) {
        tally('pages refused');
        askPage(input.filter, input.before === null ? 'first' : 'older');
      }
    }
  }

  function settle(key: string, event: InboxEvent | null): void {
    if (event) {
      acts = acts.map((act) =>
        act.key === key ? { ...act, until: { epoch: event.epoch, seq: event.seq } } : act,
      );
      hear({ kind: 'event', event });
      acts = pendingActs(acts, state);
    } else acts = acts.filter((act) => act.key !== key);
    check();
  }

  return {
    state: () => state,
    acts: () => acts,
    waiting: () => parcels.length,
    tell: (event: InboxEvent) => void parcels.push({ kind: 'event', event }),
    askSync,
    askPage,
    act(what: Deed): void {
      made += 1;
      const base = { key: `act-${made}`, at: moment(900_000 + made), until: null };
      const through: Cursor = { epoch: state.epoch, seq: state.seq };
      const act: Act =
        what.kind === 'mark'
          ? { ...base, ...what }
          : what.kind === 'seen'
            ? { ...base, kind: 'seen', ids: new Set(what.ids) }
            : { ...base, ...what, through };
      acts = [...acts, act];
      check();
      parcels.push({ kind: 'question', asks: 'act', act });
    },
    /** Moves one parcel one way further: a question to the server, anything else to the client. */
    move(which: number, fails: boolean): void {
      const [parcel] = parcels.splice(which % Math.max(1, parcels.length), 1);
      if (!parcel) return;
      if (parcel.kind === 'question') serve(parcel, fails);
      else receive(parcel);
    },
    /** Asks for the next page that a view lacks; false when all three are loaded to the ground. */
    deepen(): boolean {
      const lacking = FILTERS.filter((filter) => state.extents[filter] === null || hasMore(state, filter));
      for (const filter of lacking) askPage(filter, state.extents[filter] === null ? 'first' : 'older');
      return lacking.length > 0;
    },
  };
}

export type ModelClient = ReturnType<typeof createModelClient>;

function cursorOf(text: string): Cursor {
  const cursor = parseCursor(text);
  if (!cursor) throw new Error(`The model made a bad cursor: ${text}`);
  return cursor;
}
