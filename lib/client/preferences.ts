import * as z from 'zod/mini';
import { type Answer, request } from './request';

const schema = z.object({ category: z.string(), muted: z.boolean() });

/** Whether broadcasts of this category come from now on. */
export function muteCategory(category: string, muted: boolean): Promise<Answer<z.infer<typeof schema>>> {
  const path = `/api/preferences/muted/${encodeURIComponent(category)}`;
  return request(path, { method: muted ? 'PUT' : 'DELETE', schema });
}
