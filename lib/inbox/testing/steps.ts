import { askNow, type InboxState, itemsOf, rowsOf, startState } from '../inbox-state';
import type { Filter, Notification } from '../notification';
import { type Input, reduce } from '../reducer';
import type { Change, Counts, Cursor, InboxEvent } from '../stream';
import { row } from './rows';

export const START_COUNTS: Counts = { unread: 2, unseen: 2 };
/** A client that holds the two newest of an inbox at `e1.10`; older ones can be asked for. */
export const start = (): InboxState =>
  startState(
    { items: [row('b', 9), row('a', 8)], next: '8', counts: START_COUNTS },
    { epoch: 'e1', seq: 10 },
  );

export const hear = (state: InboxState, ...events: InboxEvent[]) =>
  events.reduce((now, event) => reduce(now, { kind: 'event', event }), state);
export const synced = (
  state: InboxState,
  seq: number,
  changes: readonly Change[],
  more: { more?: boolean; asked?: ReturnType<typeof askNow>; counts?: Counts } = {},
) =>
  reduce(state, {
    kind: 'synced',
    answer: {
      cursor: `e1.${seq}`,
      counts: more.counts ?? { unread: seq, unseen: seq },
      changes,
      more: more.more ?? false,
    },
    at: { epoch: 'e1', seq },
    asked: more.asked ?? askNow(state),
  });
export const reset = (
  state: InboxState,
  at: Cursor,
  items: readonly Notification[],
  asked = askNow(state),
  next: string | null = null,
) =>
  reduce(state, {
    kind: 'synced',
    answer: { reset: true, cursor: `${at.epoch}.${at.seq}`, counts: START_COUNTS, items, next },
    at,
    asked,
  });
export const page = (
  state: InboxState,
  filter: Filter,
  items: readonly Notification[],
  more: { at?: Cursor; before?: string | null; next?: string | null; asked?: ReturnType<typeof askNow> } = {},
) => {
  const at = more.at ?? { epoch: state.epoch, seq: state.seq };
  const input: Input = {
    kind: 'page',
    filter,
    before: more.before ?? null,
    page: {
      items,
      next: more.next ?? null,
      cursor: `${at.epoch}.${at.seq}`,
      counts: { unread: 99, unseen: 99 },
    },
    at,
    asked: more.asked ?? askNow(state),
  };
  return reduce(state, input);
};
export const ids = (state: InboxState, filter: Filter = 'inbox') =>
  rowsOf(itemsOf(state), filter, state.extents[filter]).map(({ id }) => id);
