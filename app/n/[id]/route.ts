import { follow } from '@/lib/server/http/follow';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({ GET: follow });
