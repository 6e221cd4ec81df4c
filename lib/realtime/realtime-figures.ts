import * as z from 'zod/mini';
import { METER_SECONDS } from './meter';

const count = z.number().check(z.int(), z.nonnegative());
const rates = z.array(z.number()).check(z.maxLength(METER_SECONDS));

/** Lists on the page about realtime are for one look; what came before them is in the log and the counters. */
export const BUSIEST_CHANNELS = 10;
export const LAST_CLOSES = 20;

/** An occupied channel. `whose` is the person's name, when it is a person's channel and they are known. */
const busyChannelSchema = z.object({
  name: z.string(),
  whose: z.nullable(z.string()),
  subscriptions: count,
  events: count,
});

/** A connection that ended. Its address is left out: nothing on the page needs it. */
const closeSchema = z.object({
  at: count,
  code: count,
  reason: z.string(),
  by: z.enum(['server', 'client', 'line']),
  heldMs: count,
  subscriptions: count,
});

/** What only the embedded server can know. Totals are since the start. */
const embeddedSchema = z.object({
  connections: count,
  subscriptions: count,
  channels: count,
  connectionsOpened: count,
  slowReadersCut: count,
  upgradesRefused: count,
  subscriptionsRefused: count,
  /** Messages in each of the last seconds, oldest first; `lastSecond` numbers the newest, which ended at `endedAt`. */
  messages: z.object({ lastSecond: count, endedAt: z.number(), in: rates, out: rates }),
  busiest: z.array(busyChannelSchema).check(z.maxLength(BUSIEST_CHANNELS)),
  closes: z.array(closeSchema).check(z.maxLength(LAST_CLOSES)),
});

/** The answer of `GET /api/realtime/figures`: how realtime stands now. Times are server milliseconds. */
export const realtimeFiguresSchema = z.object({
  asOf: count,
  startedAt: count,
  /** The host or cluster that carries the events; null: the embedded server does. */
  service: z.nullable(z.string()),
  published: z.object({
    published: count,
    failed: count,
    lastFailure: z.nullable(z.object({ at: count, reason: z.string() })),
  }),
  relay: z.object({ waiting: count, service: z.enum(['up', 'down']), store: z.enum(['up', 'down']) }),
  /** Inboxes that are open here as Server-Sent Events, whoever carries the other events. */
  eventStreams: count,
  embedded: z.nullable(embeddedSchema),
});

export type RealtimeFigures = Readonly<z.infer<typeof realtimeFiguresSchema>>;
export type EmbeddedFigures = NonNullable<RealtimeFigures['embedded']>;
