import * as z from 'zod/mini';
import type { Request } from './request';
import type { Elsewhere } from './undoing';

const operationsSchema = z.object({
  operations: z.array(
    z.object({
      id: z.string(),
      did: z.enum(['read', 'unread', 'archive', 'restore', 'readAll']),
      count: z.number(),
      notification: z.nullable(z.string()),
    }),
  ),
});

/** What this person did in the last 24 hours on whatever device and can still undo, newest first; null: not known now. */
export async function pastOperations(request: Request): Promise<readonly Elsewhere[] | null> {
  const answer = await request('/api/operations', { schema: operationsSchema });
  if (!answer.ok) return null;
  return answer.value.operations.map(({ notification, ...one }) => ({ ...one, row: notification }));
}
