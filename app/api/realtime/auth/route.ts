import { authorizeRealtime, channelInput } from '@/lib/server/authorize-realtime';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'viewer',
    body: channelInput,
    form: true,
    run: ({ viewer, body }) => authorizeRealtime(viewer, body),
  }),
});
