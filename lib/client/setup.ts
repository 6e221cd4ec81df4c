import * as z from 'zod/mini';
import { type Answer, request } from './request';

const schema = z.object({ id: z.string(), email: z.string() });

/** Makes the first administrator with the token of the one-time link. */
export function setUp(input: {
  token: string;
  name: string;
  email: string;
  password: string;
}): Promise<Answer<{ id: string; email: string }>> {
  return request('/api/setup', { method: 'POST', body: input, schema });
}
