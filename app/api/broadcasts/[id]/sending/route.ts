import { cancelBroadcast } from '@/lib/server/broadcasts/cancel-broadcast';
import { sendBroadcast, sendingInput } from '@/lib/server/broadcasts/send-broadcast';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'sender',
    params: idParams,
    body: sendingInput,
    run: ({ viewer, params, body }) => sendBroadcast(viewer, params.id, body),
  }),
  DELETE: handle({
    who: 'sender',
    params: idParams,
    run: ({ viewer, params }) => cancelBroadcast(viewer, params.id),
  }),
});
