import { checkAudience } from '@/lib/server/broadcasts/check-audience';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({
    who: 'sender',
    params: idParams,
    run: ({ viewer, params }) => checkAudience(viewer, params.id),
  }),
});
