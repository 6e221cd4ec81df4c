import * as z from 'zod/mini';
import type { Request } from './request';

const sessionSchema = z.object({ user: z.optional(z.object({ id: z.string() })) });

/** Whether this browser is signed in as this person. True as well when that cannot be found out now. */
export async function isSessionOf(viewerId: string, request: Request): Promise<boolean> {
  const answer = await request('/api/auth/session', { schema: sessionSchema });
  return !answer.ok || answer.value.user?.id === viewerId;
}
