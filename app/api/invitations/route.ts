import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { ownOrigin } from '@/lib/server/http/own-origin';
import { requestReader } from '@/lib/server/http/request-reader';
import { invitationInput, invitePerson } from '@/lib/server/people/invite-person';
import { invitationsQuery, listInvitations } from '@/lib/server/people/list-invitations';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({
    who: 'admin',
    query: invitationsQuery,
    run: ({ viewer, query }) => listInvitations(viewer, query),
  }),
  POST: handle({
    who: 'admin',
    body: invitationInput,
    status: 201,
    once: 'key',
    run: ({ viewer, body, once, request }) =>
      invitePerson(viewer, body, { origin: ownOrigin(requestReader(request).header).origin, once }),
  }),
});
