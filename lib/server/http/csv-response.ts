import 'server-only';
import { ANSWER_HEADERS } from './problem';

/** A file that is kept under this name, sent while it is made. */
export function csvResponse(stream: ReadableStream<Uint8Array>, name: string): Response {
  return new Response(stream, {
    headers: {
      ...ANSWER_HEADERS,
      // `no-transform`: compression would hold it back until its block is full.
      'cache-control': 'no-store, no-transform',
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    },
  });
}
