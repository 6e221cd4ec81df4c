import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { listPeople, peopleQuery } from '@/lib/server/people/list-people';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({ who: 'admin', query: peopleQuery, run: ({ viewer, query }) => listPeople(viewer, query) }),
});
