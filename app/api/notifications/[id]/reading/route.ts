import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { markNotification } from '@/lib/server/inbox/mark-notification';
import { shownInput } from '@/lib/server/inbox/shown-input';
import { idParams } from '@/lib/server/input-fields';

const marked = { who: 'viewer', params: idParams, once: 'operation' } as const;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    ...marked,
    body: shownInput,
    run: ({ viewer, params, body, once }) =>
      markNotification(viewer, { id: params.id, as: 'read', ...body }, once),
  }),
  DELETE: handle({
    ...marked,
    run: ({ viewer, params, once }) => markNotification(viewer, { id: params.id, as: 'unread' }, once),
  }),
});
