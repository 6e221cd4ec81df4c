import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { endOperatorSession } from '@/lib/server/operator/end-operator-session';
import { openOperatorSession, operatorInput } from '@/lib/server/operator/open-operator-session';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'anyone',
    body: operatorInput,
    status: 201,
    run: ({ body, request }) => openOperatorSession(request, body),
  }),
  DELETE: handle({
    who: 'viewer',
    run: async ({ viewer }) => {
      await endOperatorSession(viewer);
      return {};
    },
  }),
});
