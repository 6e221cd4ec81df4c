import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';
import { signOutEverywhere } from '@/lib/server/people/sign-out-everywhere';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: handle({
    who: 'admin',
    params: idParams,
    run: ({ viewer, params }) => signOutEverywhere(viewer, params.id),
  }),
});
