import * as z from 'zod/mini';
import { type Audience, ROLES } from '@/lib/inbox/audience';
import { BROADCAST_STATES } from '@/lib/inbox/broadcast';
import { BODY_FORMATS, type Content, SEVERITIES } from '@/lib/inbox/notification';
import { type Answer, type RequestProblem, request } from './request';

/** A broadcast as its writer has it on the screen. */
export type Draft = Readonly<Required<Content> & { audience: Audience; expiresAt: string | null }>;

/** The same at the server, with what tells two states of it apart. */
export type StoredDraft = Readonly<{
  id: string;
  version: number;
  /** Anything but `draft`: it was sent, or thrown away. */
  state: (typeof BROADCAST_STATES)[number];
  /** Who wrote this version, and when (ISO 8601). */
  by: string;
  at: string;
  draft: Draft;
}>;

export const DRAFT_FIELDS = [
  'title',
  'body',
  'url',
  'linkLabel',
  'category',
  'severity',
  'format',
  'expiresAt',
  'audience',
] as const satisfies readonly (keyof Draft)[];
export type DraftField = (typeof DRAFT_FIELDS)[number];

/** The fields in which `draft` differs. */
export function differences(draft: Draft, from: Draft): DraftField[] {
  return DRAFT_FIELDS.filter((field) => JSON.stringify(draft[field]) !== JSON.stringify(from[field]));
}

/** `to` with these fields of `from`. */
export function withFields(to: Draft, from: Partial<Draft>, fields: readonly DraftField[]): Draft {
  return { ...to, ...pick(from, fields) };
}

export function pick(from: Partial<Draft>, fields: readonly DraftField[]): Partial<Draft> {
  return Object.fromEntries(fields.map((field) => [field, from[field]]));
}

/** The fields of a draft that a refusal names. */
export function refusedFields({ errors }: RequestProblem): DraftField[] {
  return DRAFT_FIELDS.filter((field) => errors.some(({ path }) => path.split('.')[0] === field));
}

const nullable = z.nullable(z.string());
const names = z.array(z.string());
const except = z.optional(
  z.object({
    roles: z.optional(z.array(z.enum(ROLES))),
    groups: z.optional(names),
    people: z.optional(names),
  }),
);
/** An audience as the server answers it. */
export const audienceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everyone'), except }),
  z.object({ kind: z.literal('role'), role: z.enum(ROLES), except }),
  z.object({ kind: z.literal('groups'), groups: names, except }),
  z.object({ kind: z.literal('people'), people: names, except }),
]);
const person = z.object({ name: z.string() });

/** A broadcast as the server answers it. */
export const storedDraftSchema = z.pipe(
  z.object({
    id: z.string(),
    version: z.number(),
    state: z.enum(BROADCAST_STATES),
    createdBy: person,
    createdAt: z.string(),
    updatedBy: z.nullable(person),
    updatedAt: nullable,
    title: z.string(),
    body: nullable,
    url: nullable,
    linkLabel: nullable,
    category: z.string(),
    severity: z.enum(SEVERITIES),
    format: z.enum(BODY_FORMATS),
    expiresAt: nullable,
    audience: audienceSchema,
  }),
  z.transform((answer): StoredDraft => {
    const { id, version, state, createdBy, createdAt, updatedBy, updatedAt, ...draft } = answer;
    return { id, version, state, by: (updatedBy ?? createdBy).name, at: updatedAt ?? createdAt, draft };
  }),
);

/** Throws a draft away: it stays in the list, cancelled. `conflict` when it is none any more. */
export function discardDraft(id: string): Promise<Answer<unknown>> {
  return request(`/api/broadcasts/${encodeURIComponent(id)}`, { method: 'DELETE', schema: z.unknown() });
}
