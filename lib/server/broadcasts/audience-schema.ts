import 'server-only';
import * as z from 'zod';
import { ROLES } from '@/lib/inbox/audience';

/** Who should get a broadcast, as a sender gives it. */
export const audienceSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('everyone') }),
    z.strictObject({
      kind: z.literal('role'),
      role: z.enum(ROLES, `The role is one of ${ROLES.join(', ')}.`),
    }),
  ],
  'The audience is {"kind": "everyone"} or {"kind": "role", "role": …}.',
);
