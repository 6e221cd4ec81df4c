import * as z from 'zod/mini';
import type { ShownFigures } from '@/lib/inbox/few-people';
import { BODY_FORMATS, SEVERITIES } from '@/lib/inbox/notification';
import type { SkippedFor } from '@/lib/inbox/progress';
import type { InboxEvent } from '@/lib/inbox/stream';

/**
 * Every channel and every event of the application, declared once for publisher and subscriber. An event
 * is a hint: a subscriber that cannot read one asks the server instead.
 */
export const userChannel = (userId: string): string => `private-user-${userId}`;
/** Administrators and senders who watch one broadcast. */
export const broadcastChannel = (broadcastId: string): string => `private-broadcast-${broadcastId}`;
/** Everybody signed in; used only with a realtime service of its own, where nobody here knows who is online. */
export const BROADCASTS_CHANNEL = 'private-broadcasts';
export const USER_CHANNEL_PREFIX = 'private-user-';

export const INBOX_CHANGED = 'inbox.changed';
export const BROADCAST_CHANGED = 'broadcast.changed';
export const BROADCASTS_MOVED = 'broadcasts.moved';
/** On `private-user-<id>`, without content: one of this person's sessions has ended, so each page asks whether it was its own. */
export const SESSION_ENDED = 'session.ended';
/** On `private-user-<id>`, without content: this person may have another role, so each page has its channels authorised anew. */
export const ROLE_CHANGED = 'role.changed';
/** Only in event streams: everything a reader needs that holds nothing, and how far it was told. */
export const INBOX_RESET = 'inbox.reset';
export const INBOX_TIP = 'inbox.tip';
export const ROUND_TRIP_MADE = 'round-trip.made';

const time = z.nullable(z.string());
const count = z.number().check(z.int(), z.nonnegative());

export const notificationSchema = z.object({
  id: z.string(),
  seq: count,
  sortSeq: count,
  title: z.string(),
  body: z.nullable(z.string()),
  url: z.nullable(z.string()),
  category: z.string(),
  severity: z.enum(SEVERITIES),
  linkLabel: z.nullable(z.string()),
  format: z.enum(BODY_FORMATS),
  isTest: z.boolean(),
  broadcastId: z.nullable(z.string()),
  createdAt: z.string(),
  seenAt: time,
  readAt: time,
  archivedAt: time,
  editedAt: time,
});

const countsSchema = z.object({ unread: count, unseen: count });

const changeSchema = z.union([
  z.object({ seq: count, item: notificationSchema }),
  z.object({
    seq: count,
    id: z.string(),
    removed: z.literal(true),
    reason: z.optional(z.enum(['recalled', 'expired'])),
  }),
]);

/** `inbox.changed` on `private-user-<id>`, and `event` in the answer to a mutation. */
export const inboxEventSchema = z.object({
  v: z.literal(1),
  epoch: z.string(),
  from: count,
  seq: count,
  counts: countsSchema,
  changes: z.optional(z.array(changeSchema)),
  part: z.optional(z.enum(['more', 'last'])),
});

export const syncAnswerSchema = z.union([
  z.object({ cursor: z.string(), counts: countsSchema, changes: z.array(changeSchema), more: z.boolean() }),
  z.object({
    reset: z.literal(true),
    cursor: z.string(),
    counts: countsSchema,
    items: z.array(notificationSchema),
    next: z.nullable(z.string()),
  }),
]);

export const feedPageSchema = z.object({
  items: z.array(notificationSchema),
  next: z.nullable(z.string()),
  cursor: z.string(),
  counts: countsSchema,
});

/** Where a stream stands, without its changes: what a client does not hold up to here it has not been told. */
export const tipSchema = z.object({ epoch: z.string(), seq: count });

/** What the embedded server's `pusher:pong` carries for the subscribed channels that have a tip. */
export const pongSchema = z.object({ tips: z.record(z.string(), tipSchema) });

/** Null where only totals are shown and the people are too few for one. */
export const figuresSchema = z.object({
  targeted: count,
  delivered: count,
  pending: count,
  skipped: count,
  seen: z.nullable(count),
  read: z.nullable(count),
  clicked: z.nullable(count),
});

/** Why people were skipped; adds up to the figure. Null where that is not shown. */
export const skippedForSchema = z.nullable(z.object({ left: count, muted: count, unreached: count }));

/** `broadcast.changed` on `private-broadcast-<id>`: `asOf` (server milliseconds) orders them; an older one is ignored. */
export const broadcastEventSchema = z.object({
  v: z.literal(1),
  asOf: count,
  state: z.string(),
  figures: figuresSchema,
  skippedFor: skippedForSchema,
});
export type BroadcastEvent = Readonly<{
  v: 1;
  asOf: number;
  state: string;
  figures: ShownFigures;
  skippedFor: SkippedFor | null;
}>;

/**
 * `broadcasts.moved` on `private-broadcasts`: sync after a random wait of at most `spreadMs`. `asOf` (server
 * milliseconds) makes two of them differ: a service may take two equal calls of one second for a replayed one.
 */
export const broadcastsMovedSchema = z.object({ v: z.literal(1), asOf: count, spreadMs: count });
export type BroadcastsMovedEvent = Readonly<{ v: 1; asOf: number; spreadMs: number }>;
/** What `session.ended` and `role.changed` carry; nobody reads it, and it differs each time for the same reason. */
export type StandingEvent = Readonly<{ v: 1; asOf: number }>;

/** `round-trip.made` on the own channel of the administrator who tests the way there and back. */
export const roundTripEventSchema = z.object({ v: z.literal(1), nonce: z.string() });
export type RoundTripEvent = Readonly<{ v: 1; nonce: string }>;

/** The answer to making one. */
export const roundTripAnswerSchema = z.object({ nonce: z.string() });

/** The parsed event, or null when it is not one: then the subscriber syncs. */
export function parseInboxEvent(data: unknown): InboxEvent | null {
  const parsed = inboxEventSchema.safeParse(data);
  return parsed.success ? parsed.data : null;
}
