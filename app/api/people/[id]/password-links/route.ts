import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { ownOrigin } from '@/lib/server/http/own-origin';
import { requestReader } from '@/lib/server/http/request-reader';
import { idParams } from '@/lib/server/input-fields';
import { makePasswordLink } from '@/lib/server/people/make-password-link';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'admin',
    params: idParams,
    status: 201,
    once: 'key',
    run: ({ viewer, params, once, request }) =>
      makePasswordLink(viewer, params.id, { origin: ownOrigin(requestReader(request).header).origin, once }),
  }),
});
