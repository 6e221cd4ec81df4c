import { deleteGroup } from '@/lib/server/groups/delete-group';
import { getGroup } from '@/lib/server/groups/get-group';
import { groupChange, renameGroup } from '@/lib/server/groups/rename-group';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({ who: 'admin', params: idParams, run: ({ viewer, params }) => getGroup(viewer, params.id) }),
  PATCH: handle({
    who: 'admin',
    params: idParams,
    body: groupChange,
    run: ({ viewer, params, body }) => renameGroup(viewer, params.id, body),
  }),
  DELETE: handle({
    who: 'admin',
    params: idParams,
    run: async ({ viewer, params }) => {
      await deleteGroup(viewer, params.id);
      return { id: params.id };
    },
  }),
});
