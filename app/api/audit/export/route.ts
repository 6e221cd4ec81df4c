import { exportAudit } from '@/lib/server/audit/export-audit';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({ who: 'admin', download: true, run: async ({ viewer }) => exportAudit(viewer) }),
});
