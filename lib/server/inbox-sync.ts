import 'server-only';
import { handle } from './handle';
import { syncInbox, syncQuery } from './inbox/sync-inbox';

/** `GET /api/inbox/sync`: asked of the pages' route handler and, in production, by the HTTP server itself. */
export const inboxSync = handle({
  who: 'viewer',
  query: syncQuery,
  run: ({ viewer, query }) => syncInbox(viewer, query),
});
