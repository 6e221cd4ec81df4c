import { createFirstAdministrator, setupInput } from '@/lib/server/create-first-administrator';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'anyone',
    body: setupInput,
    status: 201,
    run: ({ body }) => createFirstAdministrator(body),
  }),
});
