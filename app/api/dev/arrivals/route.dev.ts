import { arrivalsInput, makeArrivals } from '@/lib/server/dev/make-arrivals';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'viewer',
    body: arrivalsInput,
    status: 201,
    run: ({ viewer, body }) => makeArrivals(viewer, body),
  }),
});
