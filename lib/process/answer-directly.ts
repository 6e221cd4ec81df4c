import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RouteHandler } from '@/lib/server/handle';
import { BODY_LIMIT_BYTES } from '@/lib/server/http/read-body';
import { sendEvents } from './send-events';

type Pages = Readonly<{ handle(request: IncomingMessage, response: ServerResponse): Promise<void> }>;

/**
 * The pages, except that these endpoints, named like `POST /api/things`, are answered by their own handler with
 * no Next in between. It is the very handler that the pages have: who asks, whether they may and what they sent
 * is looked at there and nowhere else, the query included. For what many ask in the same moment, and for answers
 * that go on; everything else is the pages' business.
 */
export function answerDirectly(
  pages: Pages,
  endpoints: Readonly<Record<string, RouteHandler>>,
): Pages['handle'] {
  const handlers = new Map(Object.entries(endpoints));
  return async (request, response) => {
    const handler = handlers.get(`${request.method} ${request.url?.split('?', 1)[0]}`);
    if (!handler) return pages.handle(request, response);
    const body = await readAtMost(request, BODY_LIMIT_BYTES);
    // Whoever broke off is not there to be answered.
    if (body !== null) await send(response, await handler(toRequest(request, body), NO_PARAMETERS));
  };
}

type Body = Buffer<ArrayBuffer>;

const NO_PARAMETERS = { params: Promise.resolve({}) };

/** The whole body; of one that is too large the beginning, which is too large as well; null when the sender broke off. */
function readAtMost(request: IncomingMessage, maxBytes: number): Promise<Body | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      if (bytes <= maxBytes) chunks.push(chunk);
      bytes += chunk.length;
      // What follows is let through unkept, so that the sender gets to see the answer.
      if (bytes > maxBytes) resolve(Buffer.concat(chunks));
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('close', () => resolve(null));
  });
}

/** The host has been found to be one, and headers that only the server may set have been set, before this is called. */
function toRequest({ method, url, headers }: IncomingMessage, body: Body): Request {
  const pairs: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) pairs.push([name, Array.isArray(value) ? value.join(', ') : value]);
  }
  const about = { method, headers: pairs };
  return new Request(`http://${headers.host}${url}`, method === 'GET' ? about : { ...about, body });
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  for (const [name, value] of answer.headers) {
    // Cookies come one by one; everything else overrides what the server has set for all answers.
    if (name === 'set-cookie') response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
  if (answer.body && answer.headers.get('content-type')?.startsWith('text/event-stream')) {
    // Nothing follows it on its line; so a server that stops waits for no idle one.
    response.shouldKeepAlive = false;
    response.writeHead(answer.status);
    return sendEvents(response, answer.body);
  }
  const body = Buffer.from(await answer.arrayBuffer());
  response.setHeader('content-length', body.length);
  response.writeHead(answer.status);
  response.end(body);
}
