import { methods } from '@/lib/server/http/methods';
import { realtimeAuth } from '@/lib/server/realtime-auth';

export const { GET, POST, PUT, PATCH, DELETE } = methods({ POST: realtimeAuth });
