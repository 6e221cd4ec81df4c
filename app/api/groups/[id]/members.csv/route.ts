import { exportMembers } from '@/lib/server/groups/export-members';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({
    who: 'admin',
    download: true,
    params: idParams,
    run: ({ viewer, params }) => exportMembers(viewer, params.id),
  }),
});
