import { expect } from 'vitest';
import type { Store } from '@/db/store';
import {
  askNow,
  hasMore,
  type InboxState,
  isBehind,
  itemsOf,
  rowsOf,
  startState,
} from '@/lib/inbox/inbox-state';
import { FILTERS } from '@/lib/inbox/notification';
import { reduce } from '@/lib/inbox/reducer';
import { FAT_EVENT_BYTES, FAT_EVENT_CHANGES, type InboxEvent, parseCursor } from '@/lib/inbox/stream';
import { parseInboxEvent } from '@/lib/realtime/channels';

export type Watched = Readonly<{ store: Store; userId: string; now: () => number }>;

/**
 * Throws unless what a person's window was shown before an action, with the events of that action applied, is what a
 * window is shown that is opened afterwards: in their order, in every other order that is tried, and doubled. The
 * action answers the events that its requests were answered with; those that the relay would publish are added here.
 * What `moves` nothing must change nothing that is shown, and tell nobody.
 */
export async function verifyAction(
  watched: Watched,
  action: (publish: () => Promise<void>) => Promise<readonly unknown[]>,
  { moves = true }: { moves?: boolean } = {},
): Promise<void> {
  // Published so far, or the events of the action would cover what was before it as well.
  await publishAll(watched);
  const before = await openWindow(watched);
  const told: unknown[] = [];
  const publish = async () => void told.push(...(await publishAll(watched)));
  told.push(...(await action(publish)));
  await publish();

  const events = told.map(readEvent);
  const after = await openWindow(watched);
  if (moves) expect(after.seq, 'the action changes the inbox').toBeGreaterThan(before.seq);
  else expect(screenOf(after)).toEqual(screenOf(before));
  expect(events.length > 0, 'the action tells an event').toBe(moves);
  // What is fat and in order needs no sync at all.
  if (events.every((event) => event.changes !== undefined)) {
    const state = events.reduce(hear, before);
    expect(isBehind(state)).toBe(false);
    expect(screenOf(state)).toEqual(screenOf(after));
  }
  for (const order of orders(events)) {
    const heard = order.reduce(hear, before);
    expect(screenOf(await sync(watched, heard))).toEqual(screenOf(after));
  }
}

/** Every order of up to four events and then each of them twice; of more, each turned round and turned over. */
function orders(events: readonly InboxEvent[]): readonly (readonly InboxEvent[])[] {
  const all = events.length <= 4 ? permutations(events) : rotations(events);
  return all.flatMap((order) => [order, [...order, ...order], order.flatMap((event) => [event, event])]);
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

function rotations<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.flatMap((_, at) => {
    const turned = [...items.slice(at), ...items.slice(0, at)];
    return [turned, turned.toReversed()];
  });
}

/** As it comes out of the wire: the agreed shape, its range, and small enough for a hosted service. */
function readEvent(told: unknown): InboxEvent {
  const text = JSON.stringify(told);
  const event = parseInboxEvent(JSON.parse(text));
  if (event === null) throw new Error(`This is no event of an inbox: ${text}`);
  expect(JSON.parse(JSON.stringify(event)), 'nothing stands in it that is not agreed').toEqual(
    JSON.parse(text),
  );
  expect(event.seq).toBeGreaterThanOrEqual(event.from);
  expect(event.changes?.length ?? 0).toBeLessThanOrEqual(FAT_EVENT_CHANGES);
  if (event.changes) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(FAT_EVENT_BYTES);
  for (const { seq } of event.changes ?? []) expect(seq > event.from && seq <= event.seq).toBe(true);
  return event;
}

/** What the relay would publish to this person, and remembers as published. */
async function publishAll({ store, userId, now }: Watched): Promise<readonly InboxEvent[]> {
  await store.replay([userId], now());
  const event = await store.pendingEvent(userId);
  if (event === null) return [];
  await store.markPublished([{ userId, seq: event.seq }]);
  return [event];
}

/** A window with all three views loaded to the ground. */
async function openWindow({ store, userId, now }: Watched): Promise<InboxState> {
  const first = await store.feed(userId, { filter: 'inbox', before: null, limit: 50, now: now() });
  let state = startState(first, cursorOf(first.cursor));
  for (const filter of FILTERS) {
    for (let pages = 0; state.extents[filter] === null || hasMore(state, filter); pages += 1) {
      if (pages > 100) throw new Error('The view has no ground.');
      const before = state.extents[filter]?.next ?? null;
      const place = before === null ? null : Number(before);
      const page = await store.feed(userId, { filter, before: place, limit: 50, now: now() });
      const at = cursorOf(page.cursor);
      state = reduce(state, { kind: 'page', filter, before, page, at, asked: askNow(state) });
    }
  }
  return state;
}

async function sync({ store, userId, now }: Watched, heard: InboxState): Promise<InboxState> {
  let state = heard;
  for (let asked = 0; isBehind(state); asked += 1) {
    if (asked > 20) throw new Error('It does not come to rest.');
    const question = askNow(state);
    const answer = await store.sync(userId, { cursor: question.from, now: now() });
    if ('reset' in answer) throw new Error('A reset was not needed.');
    state = reduce(state, { kind: 'synced', answer, at: cursorOf(answer.cursor), asked: question });
  }
  return state;
}

function hear(state: InboxState, event: InboxEvent): InboxState {
  return reduce(state, { kind: 'event', event });
}

function screenOf(state: InboxState) {
  const view = (filter: (typeof FILTERS)[number]) => rowsOf(itemsOf(state), filter, state.extents[filter]);
  return { seq: state.seq, counts: state.counts, views: FILTERS.map(view) };
}

function cursorOf(text: string) {
  const cursor = parseCursor(text);
  if (!cursor) throw new Error(`This is no cursor: ${text}`);
  return cursor;
}
