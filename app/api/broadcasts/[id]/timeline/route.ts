import { getTimeline } from '@/lib/server/broadcasts/follow/get-timeline';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({
    who: 'sender',
    params: idParams,
    // A page that follows a broadcast asks it while figures move.
    routine: true,
    run: ({ viewer, params }) => getTimeline(viewer, params.id),
  }),
});
