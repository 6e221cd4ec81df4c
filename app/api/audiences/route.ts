import { audienceInput, describeAudience } from '@/lib/server/broadcasts/describe-audience';
import { handle } from '@/lib/server/handle';
import { methods } from '@/lib/server/http/methods';
import { requestReader } from '@/lib/server/http/request-reader';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: handle({
    who: 'sender',
    body: audienceInput,
    run: ({ viewer, body, request }) => describeAudience(viewer, body, requestReader(request).cookie('tz')),
  }),
});
