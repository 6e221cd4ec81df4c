import { IMPORT_BYTES_MAX } from '@/lib/inbox/group-import';
import { importInput, importMembers, importQuery } from '@/lib/server/groups/import-members';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'admin',
    params: idParams,
    query: importQuery,
    body: importInput,
    csv: { limitBytes: IMPORT_BYTES_MAX },
    run: ({ viewer, params, query, body }) =>
      importMembers(viewer, params.id, { ...body, check: query.check === 'true' }),
  }),
});
