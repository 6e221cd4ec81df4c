import * as z from 'zod/mini';
import type { Audience } from '@/lib/inbox/audience';
import type { Content } from '@/lib/inbox/notification';
import { askOnce } from './ask-once';
import { type Answer, request } from './request';

/** A draft as its writer sends it. */
export type Draft = Content & { readonly audience: Audience };

/** Whom a draft would reach now. `online` is null when that cannot be known; `token` confirms exactly this. */
export type Reach = Readonly<{ count: number; online: number | null; token: string }>;

/** What tells two states of a draft apart. */
export type SavedDraft = Readonly<{ id: string; version: number }>;

const count = z.number().check(z.int(), z.nonnegative());
const savedSchema = z.object({ id: z.string(), version: count });
const reachSchema = z.object({ count, online: z.nullable(count), token: z.string() });

/** A new draft; one, however often it is asked for until it is answered. */
export function createDraft(draft: Draft): Promise<Answer<SavedDraft>> {
  return askOnce('/api/broadcasts', { method: 'POST', body: draft, schema: savedSchema });
}

/** Changes a draft; refused with `conflict` when it is not the version this change was made from. */
export function changeDraft({ id, version }: SavedDraft, draft: Draft): Promise<Answer<SavedDraft>> {
  return askOnce(pathOf(id), { method: 'PATCH', body: { ...draft, version }, schema: savedSchema });
}

/** Counts the people a draft would reach now. */
export function checkReach(id: string): Promise<Answer<Reach>> {
  return request(`${pathOf(id)}/audience`, { schema: reachSchema });
}

/** Sends what `token` confirms, once; refused with `conflict` when anything about it has changed since. */
export function sendBroadcast(id: string, token: string): Promise<Answer<unknown>> {
  return askOnce(`${pathOf(id)}/sending`, { method: 'POST', body: { token }, schema: z.unknown() });
}

/** Cancels what is held or scheduled; `conflict` when it has gone out. */
export function cancelSending(id: string): Promise<Answer<unknown>> {
  return request(`${pathOf(id)}/sending`, { method: 'DELETE', schema: z.unknown() });
}

function pathOf(id: string): string {
  return `/api/broadcasts/${encodeURIComponent(id)}`;
}
