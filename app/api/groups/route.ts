import { createGroup, groupInput } from '@/lib/server/groups/create-group';
import { groupsQuery, listGroups } from '@/lib/server/groups/list-groups';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({ who: 'sender', query: groupsQuery, run: ({ viewer, query }) => listGroups(viewer, query) }),
  POST: handle({
    who: 'admin',
    body: groupInput,
    status: 201,
    once: 'key',
    run: ({ viewer, body, once }) => createGroup(viewer, body, once),
  }),
});
