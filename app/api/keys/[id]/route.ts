import { revokeApiKey } from '@/lib/server/api-keys/revoke-api-key';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

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
