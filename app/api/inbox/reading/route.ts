import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { readAll, readAllInput } from '@/lib/server/inbox/read-all';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'viewer',
    body: readAllInput,
    once: 'operation',
    run: ({ viewer, body, once }) => readAll(viewer, body, once),
  }),
});
