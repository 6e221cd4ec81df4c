import 'server-only';
import * as z from 'zod';
import type { ApiKey } from '@/db/store';
import { requireRole } from '../caller';
import { context } from '../context';
import { lineOf } from '../line-of-text';
import type { Viewer } from '../sessions/session-viewer';
import { type ApiKeyToken, makeApiKeyToken } from './api-key-token';

export const apiKeyInput = z.strictObject({ name: lineOf({ max: 100 }) });

/** A new key for another program, with the token that is never shown again. Administrators only. */
export async function makeApiKey(
  viewer: Viewer,
  input: z.infer<typeof apiKeyInput>,
  made: ApiKeyToken = makeApiKeyToken(),
): Promise<{ key: ApiKey; token: string }> {
  requireRole(viewer, 'admin');
  const { store, now } = context();
  const key = await store.createApiKey({
    id: made.id,
    name: input.name,
    hash: made.hash,
    scopes: ['notify:send'],
    createdBy: viewer.id,
    now: now(),
  });
  return { key, token: made.token };
}
