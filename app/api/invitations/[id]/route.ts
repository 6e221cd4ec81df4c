import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';
import { revokeInvitation } from '@/lib/server/people/revoke-invitation';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: handle({
    who: 'admin',
    params: idParams,
    run: async ({ viewer, params }) => {
      await revokeInvitation(viewer, params.id);
      return { id: params.id };
    },
  }),
});
