import { discardDraft } from '@/lib/server/broadcasts/discard-draft';
import { getBroadcast } from '@/lib/server/broadcasts/get-broadcast';
import { broadcastChange, updateBroadcast } from '@/lib/server/broadcasts/update-broadcast';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({
    who: 'sender',
    params: idParams,
    run: ({ viewer, params }) => getBroadcast(viewer, params.id),
  }),
  PATCH: handle({
    who: 'sender',
    params: idParams,
    body: broadcastChange,
    once: 'key',
    run: ({ viewer, params, body, once }) => updateBroadcast(viewer, params.id, body, once),
  }),
  DELETE: handle({
    who: 'sender',
    params: idParams,
    run: ({ viewer, params }) => discardDraft(viewer, params.id),
  }),
});
