import * as z from 'zod';
import { BROADCAST_STATES } from '@/lib/inbox/broadcast';
import { SEVERITIES } from '@/lib/inbox/notification';

/** Of a broadcast what a command needs; there is more in the answer. */
export const broadcastSchema = z.object({
  id: z.string(),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  state: z.enum(BROADCAST_STATES),
  version: z.number(),
  dueAt: z.string().nullable(),
  sentAt: z.string().nullable(),
});

export const sentSchema = broadcastSchema.extend({
  figures: z.object({
    targeted: z.number(),
    delivered: z.number(),
    pending: z.number(),
    skipped: z.number(),
    // Null where only totals are shown and the people are too few for one.
    seen: z.number().nullable(),
    read: z.number().nullable(),
    clicked: z.number().nullable(),
  }),
});
export type SentBroadcast = z.infer<typeof sentSchema>;

export const audienceSchema = z.object({
  count: z.number(),
  /** Null when the server cannot know who is online, or does not say it of so few. */
  online: z.number().nullable(),
  token: z.string(),
});
