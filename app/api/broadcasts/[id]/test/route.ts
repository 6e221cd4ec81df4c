import { testBroadcast } from '@/lib/server/broadcasts/test-broadcast';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'sender',
    params: idParams,
    status: 201,
    once: 'key',
    run: ({ viewer, params, once }) => testBroadcast(viewer, params.id, once),
  }),
});
