import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { viewingInput, viewNotifications } from '@/lib/server/inbox/view-notifications';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'viewer',
    body: viewingInput,
    run: ({ viewer, body }) => viewNotifications(viewer, body),
  }),
});
