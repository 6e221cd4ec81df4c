import * as z from 'zod/mini';

/** "Connections must be encrypted": pusher-js goes over to TLS for good. */
export const TLS_ONLY = 4000;
/** "Unauthorised": also how the application ends the connections of somebody whose session it has ended. */
export const UNAUTHORISED = 4009;
/** Too many client events: a message, and the one code of the range that ends nothing. */
const TOO_MANY_CLIENT_EVENTS = 4301;

const told = z.object({ type: z.literal('PusherError'), data: z.object({ code: z.number() }) });
const errorSchema = z.union([told, z.object({ type: z.string(), error: told })]);

/**
 * The code of the protocol (4000 to 4399) with which the service ended a connection, from what pusher-js tells as an
 * `error`; null for every other error. A line that breaks, and the codes of WebSocket itself, come without one.
 */
export function closeCodeOf(error: unknown): number | null {
  const parsed = errorSchema.safeParse(error);
  if (!parsed.success) return null;
  const { code } = 'error' in parsed.data ? parsed.data.error.data : parsed.data.data;
  return code >= 4000 && code < 4400 && code !== TOO_MANY_CLIENT_EVENTS ? code : null;
}
