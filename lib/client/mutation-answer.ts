import * as z from 'zod/mini';
import { inboxEventSchema } from '@/lib/realtime/channels';

/** What every mutation of an inbox answers: the name to undo it by, and the event that is published. */
export const mutationSchema = z.object({ operation: z.nullable(z.string()), event: inboxEventSchema });
