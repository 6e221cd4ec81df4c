import { nameAudience, namesInput } from '@/lib/server/broadcasts/name-audience';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'sender',
    body: namesInput,
    run: ({ viewer, body }) => nameAudience(viewer, body),
  }),
});
