import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { makeRoundTrip } from '@/lib/server/realtime/make-round-trip';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({ who: 'admin', status: 201, run: ({ viewer }) => makeRoundTrip(viewer) }),
});
