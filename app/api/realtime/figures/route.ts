import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { getRealtimeFigures } from '@/lib/server/realtime/get-realtime-figures';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({ who: 'admin', routine: true, run: ({ viewer }) => getRealtimeFigures(viewer) }),
});
