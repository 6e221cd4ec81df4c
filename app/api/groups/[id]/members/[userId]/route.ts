import { memberParams, removeMember } from '@/lib/server/groups/change-members';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: handle({
    who: 'admin',
    params: memberParams,
    run: ({ viewer, params }) => removeMember(viewer, params.id, params.userId),
  }),
});
