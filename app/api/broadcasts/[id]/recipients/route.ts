import { listRecipients, recipientsQuery } from '@/lib/server/broadcasts/follow/list-recipients';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({
    who: 'sender',
    params: idParams,
    query: recipientsQuery,
    run: ({ viewer, params, query }) => listRecipients(viewer, params.id, query),
  }),
});
