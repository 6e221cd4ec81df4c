import { copyBroadcast } from '@/lib/server/broadcasts/copy-broadcast';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'sender',
    params: idParams,
    status: 201,
    once: 'key',
    run: ({ viewer, params, once }) => copyBroadcast(viewer, params.id, once),
  }),
});
