import { checkReady } from '@/lib/server/check-health';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({ who: 'anyone', run: () => checkReady() }),
});
