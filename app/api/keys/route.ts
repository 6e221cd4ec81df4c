import { listApiKeys } from '@/lib/server/api-keys/list-api-keys';
import { apiKeyInput, makeApiKey } from '@/lib/server/api-keys/make-api-key';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handle({ who: 'admin', run: async ({ viewer }) => ({ keys: await listApiKeys(viewer) }) }),
  POST: handle({
    who: 'admin',
    body: apiKeyInput,
    status: 201,
    once: 'key',
    run: ({ viewer, body, once }) => makeApiKey(viewer, body, { once }),
  }),
});
