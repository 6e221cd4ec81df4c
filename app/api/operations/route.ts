import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { listOperations } from '@/lib/server/inbox/list-operations';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({ who: 'viewer', run: ({ viewer }) => listOperations(viewer) }),
});
