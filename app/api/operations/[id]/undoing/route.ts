import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { undoOperation } from '@/lib/server/inbox/undo-operation';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'viewer',
    params: idParams,
    once: 'operation',
    run: ({ viewer, params, once }) => undoOperation(viewer, params.id, once),
  }),
});
