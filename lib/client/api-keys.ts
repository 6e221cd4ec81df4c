import * as z from 'zod/mini';
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

/** Makes a key. `token` is what programs send; it cannot be had again. */
export function makeApiKey(name: string): Promise<Answer<{ key: ApiKeyShown; token: string }>> {
  return request('/api/keys', { method: 'POST', body: { name }, schema: madeSchema });
}

/** Ends a key at once. */
export function revokeApiKey(id: string): Promise<Answer<unknown>> {
  return request(`/api/keys/${encodeURIComponent(id)}`, { method: 'DELETE', schema: z.unknown() });
}
