import { expect, expectTypeOf, test } from 'vitest';
import type * as z from 'zod/mini';
import type { ShownFigures } from '@/lib/inbox/few-people';
import type { Notification } from '@/lib/inbox/notification';
import type { FeedPage, InboxEvent, SyncAnswer } from '@/lib/inbox/stream';
import {
  type BroadcastEvent,
  type BroadcastsMovedEvent,
  broadcastEventSchema,
  broadcastsMovedSchema,
  feedPageSchema,
  type figuresSchema,
  type inboxEventSchema,
  type notificationSchema,
  parseInboxEvent,
  type RoundTripEvent,
  roundTripAnswerSchema,
  roundTripEventSchema,
  syncAnswerSchema,
} from './channels';

const item: Notification = {
  id: 'n1',
  seq: 42,
  sortSeq: 41,
  title: 'Lift out of order',
  body: null,
  url: '/inbox',
  category: 'building',
  severity: 'warning',
  linkLabel: null,
  format: 'plain',
  isTest: false,
  broadcastId: null,
  createdAt: '2026-01-02T03:04:05.000Z',
  seenAt: null,
  readAt: '2026-01-02T03:04:06.000Z',
  archivedAt: null,
  editedAt: null,
};
const event: InboxEvent = {
  v: 1,
  epoch: 'k3f',
  from: 41,
  seq: 43,
  counts: { unread: 7, unseen: 2 },
  changes: [
    { seq: 42, item },
    { seq: 43, id: 'n2', removed: true },
  ],
};
const figures: ShownFigures = {
  targeted: 9,
  delivered: 5,
  pending: 3,
  skipped: 1,
  seen: 4,
  read: 2,
  clicked: 0,
};

/** Declarations say `readonly`, schemas do not; everything else must be the same. */
type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;

test('a schema and the type it stands for are one shape', () => {
  expectTypeOf<z.output<typeof notificationSchema>>().toEqualTypeOf<Writable<Notification>>();
  expectTypeOf<z.output<typeof inboxEventSchema>>().toEqualTypeOf<Writable<InboxEvent>>();
  expectTypeOf<z.output<typeof syncAnswerSchema>>().toEqualTypeOf<Writable<SyncAnswer>>();
  expectTypeOf<z.output<typeof feedPageSchema>>().toEqualTypeOf<Writable<FeedPage>>();
  expectTypeOf<z.output<typeof figuresSchema>>().toEqualTypeOf<Writable<ShownFigures>>();
  expectTypeOf<z.output<typeof broadcastEventSchema>>().toEqualTypeOf<Writable<BroadcastEvent>>();
  expectTypeOf<z.output<typeof broadcastsMovedSchema>>().toEqualTypeOf<Writable<BroadcastsMovedEvent>>();
});

test('an event arrives as it was sent, fat, thin or empty', () => {
  const { changes: _, ...thin } = event;
  for (const sent of [event, thin, { ...event, changes: [] }]) {
    expect(parseInboxEvent(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
  }
});

test('what a newer server adds is dropped, not refused', () => {
  expect(
    parseInboxEvent({ ...event, hue: 'blue', changes: [{ seq: 42, item: { ...item, hue: 1 } }] }),
  ).toEqual({
    ...event,
    changes: [{ seq: 42, item }],
  });
});

test('an event of another version is not read', () => {
  expect(parseInboxEvent({ ...event, v: 2 })).toBeNull();
});

test('an event whose types are confused is not read', () => {
  expect(parseInboxEvent(event)).not.toBeNull();
  const { counts: _, ...uncounted } = event;
  const confused: readonly unknown[] = [
    null,
    undefined,
    'text',
    7,
    [],
    [event],
    JSON.stringify(event),
    uncounted,
    { ...event, v: '1' },
    { ...event, epoch: 7 },
    { ...event, from: '41' },
    { ...event, from: null },
    { ...event, seq: -1 },
    { ...event, seq: 1.5 },
    { ...event, seq: Number.NaN },
    { ...event, seq: 2 ** 60 },
    { ...event, counts: [7, 2] },
    { ...event, counts: { unread: '7', unseen: 2 } },
    { ...event, counts: { unread: -1, unseen: 0 } },
    { ...event, changes: null },
    { ...event, changes: {} },
    { ...event, changes: [null] },
    { ...event, changes: [{ seq: 43, id: 'n2' }] },
    { ...event, changes: [{ seq: 43, id: 'n2', removed: false }] },
    { ...event, changes: [{ seq: 43, id: { $ne: null }, removed: true }] },
    { ...event, changes: [{ seq: 42, item: { ...item, title: ['x'] } }] },
    { ...event, changes: [{ seq: 42, item: { ...item, title: { __html: '<b>' } } }] },
    { ...event, changes: [{ seq: 42, item: { ...item, severity: 'fatal' } }] },
    { ...event, changes: [{ seq: 42, item: { ...item, readAt: 1_700_000_000_000 } }] },
    { ...event, changes: [{ seq: 42, item: { ...item, id: undefined } }] },
  ];
  for (const data of confused) expect([data, parseInboxEvent(data)]).toEqual([data, null]);
});

test('a reset and the changes since a cursor are told apart', () => {
  const counts = { unread: 1, unseen: 1 };
  const reset = { reset: true, cursor: 'k3f.43', counts, items: [item], next: null } as const;
  const changes = { cursor: 'k3f.43', counts, changes: [{ seq: 42, item }], more: false };
  expect(syncAnswerSchema.parse(reset)).toEqual(reset);
  expect(syncAnswerSchema.parse(changes)).toEqual(changes);
  expect(syncAnswerSchema.safeParse({ ...reset, reset: false }).success).toBe(false);
  expect(syncAnswerSchema.safeParse({ cursor: 'k3f.43', counts }).success).toBe(false);
});

test('a page of the feed needs its items, its counts and its cursor', () => {
  const page = { items: [item], next: null, cursor: 'k3f.43', counts: { unread: 1, unseen: 0 } };
  expect(feedPageSchema.parse(page)).toEqual(page);
  for (const name of Object.keys(page)) {
    expect(feedPageSchema.safeParse({ ...page, [name]: undefined }).success).toBe(false);
  }
});

test('figures are whole numbers of people, and all of them are there', () => {
  const sent: BroadcastEvent = {
    v: 1,
    asOf: 1_767_323_045_000,
    state: 'sent',
    figures,
    skippedFor: { left: 0, muted: 0, unreached: 0 },
  };
  expect(broadcastEventSchema.parse(sent)).toEqual(sent);
  for (const name of Object.keys(figures)) {
    // What people did is not always shown; how many it is for, and who has it, is.
    const mayBeHidden = ['seen', 'read', 'clicked'].includes(name);
    for (const wrong of [undefined, ...(mayBeHidden ? [] : [null]), -1, 0.5, '3']) {
      const confused = { ...sent, figures: { ...figures, [name]: wrong } };
      expect(broadcastEventSchema.safeParse(confused).success).toBe(false);
    }
  }
});

test('the hint that broadcasts moved carries a wait and nothing else that is believed', () => {
  expect(broadcastsMovedSchema.parse({ v: 1, asOf: 5, spreadMs: 3_000, title: 'x' })).toEqual({
    v: 1,
    asOf: 5,
    spreadMs: 3_000,
  });
  for (const spreadMs of [undefined, -1, '3000', Number.POSITIVE_INFINITY]) {
    expect(broadcastsMovedSchema.safeParse({ v: 1, asOf: 5, spreadMs }).success).toBe(false);
  }
});

test('a round trip has its nonce on the wire and in the answer', () => {
  expectTypeOf<z.infer<typeof roundTripEventSchema>>().toEqualTypeOf<{ v: 1; nonce: string }>();
  const made: RoundTripEvent = { v: 1, nonce: 'a-nonce' };
  expect(roundTripEventSchema.parse(made)).toEqual(made);
  for (const wrong of [{ v: 2, nonce: 'a' }, { v: 1 }, { v: 1, nonce: 7 }, null, 'a-nonce']) {
    expect(roundTripEventSchema.safeParse(wrong).success).toBe(false);
  }
  expect(roundTripAnswerSchema.safeParse({}).success).toBe(false);
  expect(roundTripAnswerSchema.parse({ nonce: 'a-nonce' })).toEqual({ nonce: 'a-nonce' });
});
