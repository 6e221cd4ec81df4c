import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { requestOrigin } from '@/lib/server/http/request-origin';
import { acceptanceInput, acceptInvitation } from '@/lib/server/people/accept-invitation';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'anyone',
    body: acceptanceInput,
    status: 201,
    run: ({ body, request }) => acceptInvitation(body, requestOrigin(request)),
  }),
});
