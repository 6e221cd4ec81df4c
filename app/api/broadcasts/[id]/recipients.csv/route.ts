import { recipientsFilter } from '@/lib/server/broadcasts/follow/list-recipients';
import { recipientsCsv } from '@/lib/server/broadcasts/follow/recipients-csv';
import { handle } from '@/lib/server/handle';
import { csvResponse } from '@/lib/server/http/csv-response';
import { methods } from '@/lib/server/http/methods';
import { idParams } from '@/lib/server/input-fields';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({
    who: 'sender',
    download: true,
    params: idParams,
    query: recipientsFilter,
    run: async ({ viewer, params, query }) =>
      csvResponse(await recipientsCsv(viewer, params.id, query), `broadcast-${params.id}.csv`),
  }),
});
