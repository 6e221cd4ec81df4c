import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { categoryParams, muteCategory } from '@/lib/server/preferences/mute-category';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: handle({
    who: 'viewer',
    params: categoryParams,
    run: ({ viewer, params }) => muteCategory(viewer, { ...params, muted: true }),
  }),
  DELETE: handle({
    who: 'viewer',
    params: categoryParams,
    run: ({ viewer, params }) => muteCategory(viewer, { ...params, muted: false }),
  }),
});
