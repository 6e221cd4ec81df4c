import { checkAudience, checkQuery } from '@/lib/server/broadcasts/check-audience';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({
    who: 'sender',
    params: idParams,
    query: checkQuery,
    run: ({ viewer, params, query }) => checkAudience(viewer, params.id, query),
  }),
});
