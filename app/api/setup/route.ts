import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { requestOrigin } from '@/lib/server/http/request-origin';
import { createFirstAdministrator, setupInput } from '@/lib/server/sessions/create-first-administrator';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'anyone',
    body: setupInput,
    status: 201,
    run: ({ body, request }) => createFirstAdministrator(body, requestOrigin(request)),
  }),
});
