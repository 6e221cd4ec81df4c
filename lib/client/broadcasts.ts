import * as z from 'zod/mini';
import { type Answer, request } from './request';

/** Cancels what is held or scheduled; `conflict` when it has gone out. */
export function cancelSending(id: string): Promise<Answer<unknown>> {
  return request(`/api/broadcasts/${encodeURIComponent(id)}/sending`, {
    method: 'DELETE',
    schema: z.unknown(),
  });
}
