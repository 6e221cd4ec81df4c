import * as z from 'zod/mini';
import type { Audience } from '@/lib/inbox/audience';
import { BROADCAST_STATES } from '@/lib/inbox/broadcast';
import type { Fold } from '@/lib/inbox/local-time';
import { SEVERITIES, type Severity } from '@/lib/inbox/notification';
import { askOnce } from './ask-once';
import { audienceSchema } from './drafts';
import { type Answer, type RequestProblem, request } from './request';

/** When a broadcast is to go: after the usual hold, or when clocks in a zone show this. */
export type When =
  | Readonly<{ kind: 'now' }>
  | Readonly<{ kind: 'later'; local: { date: string; time: string; zone: string; fold?: Fold } }>;

/** What would be sent now, and to whom. `online` is null when that cannot be known; `token` confirms exactly this. */
export type Reach = Readonly<{
  title: string;
  severity: Severity;
  audience: Audience;
  count: number;
  online: number | null;
  /** How long it waits when no time is given. */
  holdSeconds: number;
  token: string;
}>;

/** Whom an audience would reach, for the line beside it. */
export type AudienceReport = Readonly<{
  count: number;
  online: number | null;
  /** These two and `online` are null where only totals are shown and the people are too few for one. */
  muted: number | null;
  busy: number | null;
  examples: readonly Readonly<{ id: string; name: string; email: string }>[];
}>;

/** What waits to go out, and what the server's clock says. */
export type Waiting = z.infer<typeof waitingSchema>;

export type NamedGroup = Readonly<{ id: string; key: string; name: string; people: number }>;
export type AudienceNames = z.infer<typeof namesSchema>;

const count = z.number().check(z.int(), z.nonnegative());
const reachSchema = z.object({
  title: z.string(),
  severity: z.enum(SEVERITIES),
  audience: audienceSchema,
  count,
  online: z.nullable(count),
  holdSeconds: count,
  token: z.string(),
});
const reportSchema = z.object({
  count,
  online: z.nullable(count),
  muted: z.nullable(count),
  busy: z.nullable(count),
  examples: z.array(z.object({ id: z.string(), name: z.string(), email: z.string() })),
});
const waitingSchema = z.object({
  state: z.enum(BROADCAST_STATES),
  dueAt: z.nullable(z.string()),
  now: z.string(),
});
const namesSchema = z.object({
  /** Groups that are none any more. */
  deleted: z.array(z.object({ called: z.string(), name: z.string() })),
  groups: z.array(z.object({ called: z.string(), id: z.string(), name: z.string(), people: count })),
  people: z.array(
    z.object({
      called: z.string(),
      id: z.string(),
      name: z.string(),
      email: z.string(),
      disabled: z.boolean(),
    }),
  ),
});
const groupsSchema = z.object({
  groups: z.array(z.object({ id: z.string(), key: z.string(), name: z.string(), people: count })),
});

/**
 * Counts the people that this version of a draft would reach now; with `freeze`, for going to exactly those later.
 * Refused with `conflict` and the version there is when that is another one.
 */
export function checkReach(
  { id, version }: Readonly<{ id: string; version: number }>,
  { freeze = false } = {},
): Promise<Answer<Reach>> {
  const query = new URLSearchParams({ version: String(version), ...(freeze && { freeze: 'true' }) });
  return request(`${pathOf(id)}/audience?${query}`, { schema: reachSchema });
}

/** Whether a refusal says that the draft is another version by now. */
export function isAnotherVersion({ code, facts }: RequestProblem): boolean {
  return code === 'conflict' && typeof facts.version === 'number';
}

/** Sends what `token` confirms, once; refused with `conflict` when anything about it has changed since. */
export function sendBroadcast(
  id: string,
  { token, when, freeze }: { token: string; when: When; freeze: boolean },
): Promise<Answer<unknown>> {
  const body = {
    token,
    ...(freeze && { freeze }),
    ...(when.kind === 'later' && { local: when.local }),
  };
  return askOnce(`${pathOf(id)}/sending`, { method: 'POST', body, schema: z.unknown() });
}

/** How it stands with what waits to go out, by the server's clock. */
export async function getWaiting(id: string): Promise<Waiting | null> {
  const answer = await request(`${pathOf(id)}/sending`, { schema: waitingSchema });
  return answer.ok ? answer.value : null;
}

/** Makes a draft again of what has not gone out; `conflict` when it has. */
export function redraft(id: string): Promise<Answer<unknown>> {
  return request(`${pathOf(id)}/redrafting`, { method: 'POST', schema: z.unknown() });
}

/** Keeps what waits from going out, until it is resumed. */
export function pauseSending(id: string): Promise<Answer<unknown>> {
  return request(`${pathOf(id)}/pausing`, { method: 'POST', schema: z.unknown() });
}

export function resumeSending(id: string): Promise<Answer<unknown>> {
  return request(`${pathOf(id)}/pausing`, { method: 'DELETE', schema: z.unknown() });
}

/** Puts what a broadcast says into the own inbox, marked as a test. */
export function sendTest(id: string): Promise<Answer<unknown>> {
  return askOnce(`${pathOf(id)}/test`, { method: 'POST', schema: z.unknown() });
}

/** Whom an audience would reach now. */
export function describeAudience(
  asked: { audience: Audience; category: string; severity: Severity },
  signal: AbortSignal,
): Promise<Answer<AudienceReport>> {
  return request('/api/audiences', { method: 'POST', body: asked, schema: reportSchema, signal });
}

/** Who and what these ids, keys and addresses are; unknown ones are absent. */
export function nameAudience(
  names: { groups?: readonly string[]; people?: readonly string[] },
  signal?: AbortSignal,
): Promise<Answer<AudienceNames>> {
  return request('/api/audiences/names', { method: 'POST', body: names, schema: namesSchema, signal });
}

/** Groups whose name or key has this in it, in the order of their names. */
export function findGroups(text: string, signal: AbortSignal): Promise<Answer<readonly NamedGroup[]>> {
  const query = new URLSearchParams({ limit: String(GROUPS_SHOWN), ...(text !== '' && { q: text }) });
  return request(`/api/groups?${query}`, { schema: groupsSchema, signal }).then((answer) =>
    answer.ok ? { ok: true, value: answer.value.groups } : answer,
  );
}

/** More than these are found by typing on. */
const GROUPS_SHOWN = 20;

function pathOf(id: string): string {
  return `/api/broadcasts/${encodeURIComponent(id)}`;
}
