import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';
import { revokeApiKey } from '@/lib/server/revoke-api-key';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: handle({
    who: 'admin',
    params: idParams,
    run: async ({ viewer, params }) => {
      await revokeApiKey(viewer, params.id);
      return { id: params.id };
    },
  }),
});
