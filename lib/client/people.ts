import * as z from 'zod/mini';
import type { Role } from '@/lib/inbox/audience';
import { askOnce } from './ask-once';
import { type Answer, request } from './request';

/** A person as administrators see them. Times are ISO 8601. */
export type PersonShown = Readonly<{
  id: string;
  name: string;
  email: string;
  role: Role;
  disabledAt: string | null;
  createdAt: string;
  /** In how many places they are signed in. */
  sessions: number;
  lastUsedAt: string | null;
}>;

/** A one-time link, which cannot be had again. */
export type MadeLink = Readonly<{ id: string; link: string; expiresAt: string }>;

const madeSchema = z.object({ id: z.string(), link: z.string(), expiresAt: z.string() });
const changedSchema = z.object({ pausedBroadcasts: z.number() });
const joinedSchema = z.object({ id: z.string(), email: z.string() });

export function changePerson(
  id: string,
  change: { role?: Role; disabled?: boolean },
): Promise<Answer<{ pausedBroadcasts: number }>> {
  return request(personPath(id), { method: 'PATCH', body: change, schema: changedSchema });
}

/** Ends every session of this person. */
export function signOutEverywhere(id: string): Promise<Answer<unknown>> {
  return request(`${personPath(id)}/sessions`, { method: 'DELETE', schema: z.unknown() });
}

export function invitePerson(input: { name: string; email: string; role: Role }): Promise<Answer<MadeLink>> {
  return makeLink('/api/invitations', input);
}

export function makePasswordLink(personId: string): Promise<Answer<MadeLink>> {
  return makeLink(`${personPath(personId)}/password-links`);
}

/** Takes a link back. */
export function revokeInvitation(id: string): Promise<Answer<unknown>> {
  return request(`/api/invitations/${encodeURIComponent(id)}`, { method: 'DELETE', schema: z.unknown() });
}

/** Lets somebody in by their link. */
export function acceptInvitation(input: {
  token: string;
  name?: string;
  password: string;
}): Promise<Answer<{ id: string; email: string }>> {
  return request('/api/invitations/acceptance', { method: 'POST', body: input, schema: joinedSchema });
}

/** A link that was lost on the way has been seen by nobody; the next one takes its place. */
async function makeLink(path: string, body?: unknown): Promise<Answer<MadeLink>> {
  const ask = () => askOnce(path, { method: 'POST', body, schema: madeSchema } as const);
  const answer = await ask();
  const wasLost =
    !answer.ok && answer.problem.code === 'conflict' && typeof answer.problem.facts.id === 'string';
  return wasLost ? ask() : answer;
}

function personPath(id: string): string {
  return `/api/people/${encodeURIComponent(id)}`;
}
