import { methods } from '@/lib/server/http/methods';
import { inboxSync } from '@/lib/server/inbox-sync';

export const { GET, POST, PUT, PATCH, DELETE } = methods({ GET: inboxSync });
