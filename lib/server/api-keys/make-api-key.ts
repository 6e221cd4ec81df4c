import 'server-only';
import * as z from 'zod';
import type { Once } from '@/db/once';
import type { ApiKey } from '@/db/store';
import { AppError } from '@/lib/errors';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import { lineOf } from '../line-of-text';
import type { Viewer } from '../sessions/session-viewer';
import { type ApiKeyToken, makeApiKeyToken } from './api-key-token';

export const apiKeyInput = z.strictObject({ name: lineOf({ max: 100 }) });

/**
 * A new key for another program, with the token that is never shown again. The token is not kept for a repetition of
 * the request either: that is `conflict`, with the `id` of the key that was made. Administrators only.
 */
export async function makeApiKey(
  viewer: Viewer,
  input: z.infer<typeof apiKeyInput>,
  { once = null, made = makeApiKeyToken() }: { once?: Once | null; made?: ApiKeyToken } = {},
): Promise<{ key: ApiKey; token: string }> {
  requireRole(viewer, 'admin');
  const { store, now } = context();
  const key = await store.createApiKey({
    id: made.id,
    name: input.name,
    hash: made.hash,
    scopes: ['notify:send'],
    createdBy: viewer.id,
    by: actorOf(viewer),
    once,
    now: now(),
  });
  if (once?.replayed) {
    const sentence =
      'This API key was made before. Its token was in that answer and nowhere else: revoke it and make another.';
    throw new AppError('conflict', sentence, { facts: { id: key.id } });
  }
  return { key, token: made.token };
}
