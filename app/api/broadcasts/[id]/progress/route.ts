import { getProgress } from '@/lib/server/broadcasts/follow/get-progress';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({
    who: 'sender',
    params: idParams,
    routine: true,
    run: ({ viewer, params }) => getProgress(viewer, params.id),
  }),
});
