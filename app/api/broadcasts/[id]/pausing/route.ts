import { pauseBroadcast } from '@/lib/server/broadcasts/pause-broadcast';
import { resumeBroadcast } from '@/lib/server/broadcasts/resume-broadcast';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'sender',
    params: idParams,
    run: ({ viewer, params }) => pauseBroadcast(viewer, params.id),
  }),
  DELETE: handle({
    who: 'sender',
    params: idParams,
    run: ({ viewer, params }) => resumeBroadcast(viewer, params.id),
  }),
});
