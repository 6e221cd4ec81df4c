import 'server-only';
import { handle } from './handle';
import { streamInbox, streamQuery } from './inbox/stream-inbox';

/** `no-transform` also keeps compression away, which would hold events back until its block is full. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
} as const;

/** `GET /api/inbox/stream`: asked of the pages' route handler and, in production, by the HTTP server itself. */
export const inboxStream = handle({
  who: 'viewer',
  query: streamQuery,
  async run({ viewer, query, request }) {
    // Next answers HEAD with the handler of GET; nobody would read, or end, what it opens.
    if (request.method !== 'GET') return new Response(null, { headers: STREAM_HEADERS });
    const lastEventId = request.headers.get('last-event-id');
    return new Response(await streamInbox(viewer, { ...query, lastEventId }), { headers: STREAM_HEADERS });
  },
});
