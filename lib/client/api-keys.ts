import * as z from 'zod/mini';
import { askOnce } from './ask-once';
import { type Answer, request } from './request';

/** An API key as administrators see it; never its secret. Times are ISO 8601. */
export type ApiKeyShown = Readonly<{
  id: string;
  name: string;
  createdBy: { name: string };
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}>;

const time = z.nullable(z.string());
const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  createdBy: z.object({ name: z.string() }),
  createdAt: z.string(),
  lastUsedAt: time,
  revokedAt: time,
});
const madeSchema = z.object({ key: keySchema, token: z.string() });

type Made = { key: ApiKeyShown; token: string };

/**
 * Makes a key. `token` is what programs send; it cannot be had again, so a key whose token was lost on the way is
 * revoked, which nobody has seen, and another is made.
 */
export async function makeApiKey(name: string): Promise<Answer<Made>> {
  const ask = () => askOnce('/api/keys', { method: 'POST', body: { name }, schema: madeSchema } as const);
  const answer = await ask();
  if (answer.ok || answer.problem.code !== 'conflict') return answer;
  const { id } = answer.problem.facts;
  if (typeof id !== 'string') return answer;
  const revoked = await revokeApiKey(id);
  return revoked.ok ? ask() : revoked;
}

/** Ends a key at once. */
export function revokeApiKey(id: string): Promise<Answer<unknown>> {
  return request(`/api/keys/${encodeURIComponent(id)}`, { method: 'DELETE', schema: z.unknown() });
}
