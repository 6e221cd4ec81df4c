import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { feedQuery, getFeed } from '@/lib/server/inbox/get-feed';
import { notify, notifyInput } from '@/lib/server/notify';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({ who: 'viewer', query: feedQuery, run: ({ viewer, query }) => getFeed(viewer, query) }),
  POST: handle({
    who: 'adminOrKey',
    body: notifyInput,
    status: 201,
    once: 'key',
    run: ({ caller, body, once }) => notify(caller, body, once),
  }),
});
