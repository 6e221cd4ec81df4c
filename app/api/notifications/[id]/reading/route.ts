import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { markNotification } from '@/lib/server/inbox/mark-notification';
import { idParams } from '@/lib/server/input-fields';

const mark = (as: 'read' | 'unread') =>
  handle({
    who: 'viewer',
    params: idParams,
    once: 'operation',
    run: ({ viewer, params, once }) => markNotification(viewer, { id: params.id, as }, once),
  });

export const { GET, POST, PUT, PATCH, DELETE } = methods({ POST: mark('read'), DELETE: mark('unread') });
