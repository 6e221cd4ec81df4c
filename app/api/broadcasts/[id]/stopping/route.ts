import { stopBroadcast } from '@/lib/server/broadcasts/stop-broadcast';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'sender',
    params: idParams,
    run: ({ viewer, params }) => stopBroadcast(viewer, params.id),
  }),
});
