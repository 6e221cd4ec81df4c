import * as z from 'zod/mini';
import { type Answer, request } from './request';

export const verificationSchema = z.object({
  intact: z.boolean(),
  entries: z.number(),
  last: z.object({ seq: z.number(), hash: z.string() }),
  fault: z.nullable(z.object({ seq: z.number(), fault: z.enum(['missing', 'unlinked', 'changed', 'cut']) })),
  head: z.nullable(z.object({ found: z.boolean(), seq: z.nullable(z.number()) })),
});
export type AuditVerification = z.infer<typeof verificationSchema>;

/** Has the server look at the whole audit log, and for the entry with this hash when there is one. */
export function verifyAuditLog(head: string | null): Promise<Answer<AuditVerification>> {
  const body = head === null ? {} : { head };
  return request('/api/audit/verification', { method: 'POST', body, schema: verificationSchema });
}
