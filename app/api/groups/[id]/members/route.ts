import { addMembers, peopleInput, removeMembers } from '@/lib/server/groups/change-members';
import { listMembers, membersQuery } from '@/lib/server/groups/list-members';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({
    who: 'admin',
    params: idParams,
    query: membersQuery,
    run: ({ viewer, params, query }) => listMembers(viewer, params.id, query),
  }),
  POST: handle({
    who: 'admin',
    params: idParams,
    body: peopleInput,
    run: ({ viewer, params, body }) => addMembers(viewer, params.id, body),
  }),
  DELETE: handle({
    who: 'admin',
    params: idParams,
    body: peopleInput,
    run: ({ viewer, params, body }) => removeMembers(viewer, params.id, body),
  }),
});
