import 'server-only';
import { authorizeRealtime, channelInput } from './authorize-realtime';
import { handle } from './handle';

/** `POST /api/realtime/auth`: asked of the pages' route handler and, in production, by the HTTP server itself. */
export const realtimeAuth = handle({
  who: 'viewer',
  body: channelInput,
  form: true,
  run: ({ viewer, body }) => authorizeRealtime(viewer, body),
});
