import { methods } from '@/lib/server/http/methods';
import { inboxStream } from '@/lib/server/inbox-stream';

export const { GET, POST, PUT, PATCH, DELETE } = methods({ GET: inboxStream });
