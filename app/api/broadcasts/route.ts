import { broadcastInput, createBroadcast } from '@/lib/server/broadcasts/create-broadcast';
import { broadcastsQuery, searchBroadcasts } from '@/lib/server/broadcasts/follow/search-broadcasts';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({
    who: 'sender',
    query: broadcastsQuery,
    run: ({ viewer, query }) => searchBroadcasts(viewer, query),
  }),
  POST: handle({
    who: 'sender',
    body: broadcastInput,
    status: 201,
    once: 'key',
    run: ({ viewer, body, once }) => createBroadcast(viewer, body, once),
  }),
});
