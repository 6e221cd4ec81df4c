import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';
import { changePerson, personChange } from '@/lib/server/people/change-person';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: handle({
    who: 'admin',
    params: idParams,
    body: personChange,
    run: ({ viewer, params, body }) => changePerson(viewer, params.id, body),
  }),
});
