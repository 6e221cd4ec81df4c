import { verificationInput, verifyAudit } from '@/lib/server/audit/verify-audit';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'admin',
    body: verificationInput,
    run: ({ viewer, body }) => verifyAudit(viewer, body),
  }),
});
