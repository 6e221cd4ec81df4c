import * as z from 'zod/mini';
import type { Audience } from '@/lib/inbox/audience';
import type { Content } from '@/lib/inbox/notification';
import { askOnce } from './ask-once';
import { type Answer, request } from './request';

/** A draft as its writer sends it. */
export type Draft = Content & { readonly audience: Audience };

/** What tells two states of a draft apart. */
export type SavedDraft = Readonly<{ id: string; version: number }>;

const count = z.number().check(z.int(), z.nonnegative());
const savedSchema = z.object({ id: z.string(), version: count });

/** A new draft; one, however often it is asked for until it is answered. */
export function createDraft(draft: Draft): Promise<Answer<SavedDraft>> {
  return askOnce('/api/broadcasts', { method: 'POST', body: draft, schema: savedSchema });
}

/** Changes a draft; refused with `conflict` when it is not the version this change was made from. */
export function changeDraft({ id, version }: SavedDraft, draft: Draft): Promise<Answer<SavedDraft>> {
  return askOnce(pathOf(id), { method: 'PATCH', body: { ...draft, version }, schema: savedSchema });
}

/** Cancels what is held or scheduled; `conflict` when it has gone out. */
export function cancelSending(id: string): Promise<Answer<unknown>> {
  return request(`${pathOf(id)}/sending`, { method: 'DELETE', schema: z.unknown() });
}

function pathOf(id: string): string {
  return `/api/broadcasts/${encodeURIComponent(id)}`;
}
