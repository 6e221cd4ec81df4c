import { cancelBroadcast } from '@/lib/server/broadcasts/cancel-broadcast';
import { getWaiting } from '@/lib/server/broadcasts/get-waiting';
import { sendBroadcast, sendingInput } from '@/lib/server/broadcasts/send-broadcast';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({
    who: 'sender',
    params: idParams,
    routine: true,
    run: ({ viewer, params }) => getWaiting(viewer, params.id),
  }),
  POST: handle({
    who: 'sender',
    params: idParams,
    body: sendingInput,
    once: 'key',
    run: ({ viewer, params, body, once }) => sendBroadcast(viewer, params.id, body, once),
  }),
  DELETE: handle({
    who: 'sender',
    params: idParams,
    run: ({ viewer, params }) => cancelBroadcast(viewer, params.id),
  }),
});
