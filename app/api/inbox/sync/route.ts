import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { syncInbox, syncQuery } from '@/lib/server/inbox/sync-inbox';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({ who: 'viewer', query: syncQuery, run: ({ viewer, query }) => syncInbox(viewer, query) }),
});
