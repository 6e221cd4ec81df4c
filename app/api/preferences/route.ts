import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { getPreferences } from '@/lib/server/preferences/get-preferences';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({ who: 'viewer', run: ({ viewer }) => getPreferences(viewer) }),
});
