import { auditQuery, listAudit } from '@/lib/server/audit/list-audit';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({ who: 'admin', query: auditQuery, run: ({ viewer, query }) => listAudit(viewer, query) }),
});
