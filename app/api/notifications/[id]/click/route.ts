import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { clickNotification } from '@/lib/server/inbox/click-notification';
import { shownInput } from '@/lib/server/inbox/shown-input';
import { idParams } from '@/lib/server/input-fields';

const click = handle({
  who: 'viewer',
  params: idParams,
  body: shownInput,
  once: 'operation',
  run: ({ viewer, params, body, once }) => clickNotification(viewer, { id: params.id, ...body }, once),
});

export const { GET, POST, PUT, PATCH, DELETE } = methods({ POST: click });
