import * as z from 'zod/mini';
import { BROADCAST_STATES } from '@/lib/inbox/broadcast';
import type { Content } from '@/lib/inbox/notification';
import type { Timeline } from '@/lib/inbox/timeline';
import { figuresSchema, skippedForSchema } from '@/lib/realtime/channels';
import { askOnce } from './ask-once';
import type { BroadcastProgress } from './broadcast-watch';
import { type Answer, request } from './request';

const count = z.number().check(z.int(), z.nonnegative());
const counts = { delivered: count, seen: count, read: count, clicked: count };
const progressSchema = z.object({
  asOf: count,
  state: z.enum(BROADCAST_STATES),
  figures: figuresSchema,
  skippedFor: skippedForSchema,
  online: z.nullable(z.object({ delivered: count, pending: count })),
});
const timelineSchema = z.object({
  from: z.string(),
  stepMs: count,
  points: z.array(z.object({ at: z.string(), ...counts })),
  untimed: z.object(counts),
});
const madeSchema = z.object({ id: z.string() });

/** A sent broadcast's new text. */
export type Edit = Partial<Content> &
  Readonly<{ expiresAt?: string | null; notifyAgain: boolean; version: number }>;

/** State and figures as they are now, or null when the server could not be asked. */
export async function getProgress(id: string): Promise<BroadcastProgress | null> {
  const answer = await request(`${pathOf(id)}/progress`, { schema: progressSchema });
  return answer.ok ? answer.value : null;
}

/** How it came in over time, or null when the server could not be asked. */
export async function getTimeline(id: string): Promise<Timeline | null> {
  const answer = await request(`${pathOf(id)}/timeline`, { schema: timelineSchema });
  return answer.ok ? answer.value : null;
}

/** Takes a sent one back from every inbox. */
export function recallBroadcast(id: string): Promise<Answer<unknown>> {
  return request(`${pathOf(id)}/recall`, { method: 'POST', schema: z.unknown() });
}

/** Nobody is given it who does not have it yet. */
export function stopDelivering(id: string): Promise<Answer<unknown>> {
  return request(`${pathOf(id)}/stopping`, { method: 'POST', schema: z.unknown() });
}

/** Changes a sent one in every inbox; refused with `conflict` when somebody else changed it since this version. */
export function editSent(id: string, edit: Edit): Promise<Answer<unknown>> {
  return askOnce(pathOf(id), { method: 'PATCH', body: edit, schema: z.unknown() });
}

/** A draft with the same text and audience; one, however often it is asked for until it is answered. */
export function copyBroadcast(id: string): Promise<Answer<{ id: string }>> {
  return askOnce(`${pathOf(id)}/copies`, { method: 'POST', body: {}, schema: madeSchema });
}

function pathOf(id: string): string {
  return `/api/broadcasts/${encodeURIComponent(id)}`;
}
