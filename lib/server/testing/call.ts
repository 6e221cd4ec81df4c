import type { RouteHandler } from '../handle';

export const TEST_HOST = 'belfry.test:3000';

export type Call = Readonly<{
  method?: string;
  /** With its query. */
  path?: string;
  params?: Record<string, string | string[]>;
  cookie?: string;
  key?: string;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, as `type`. */
  raw?: BodyInit;
  type?: string;
  /** Over everything above; null takes one away. */
  headers?: Record<string, string | null>;
}>;

/** What a route's handler answers to a request as this site's own page would send it. */
export async function call(
  handler: RouteHandler,
  call: Call = {},
): Promise<{ status: number; body: Answer; headers: Headers }> {
  const response = await handler(toRequest(call), { params: Promise.resolve(call.params ?? {}) });
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    // It has no end to wait for: whoever wants the events reads the handler's own answer.
    await response.body?.cancel();
    return { status: response.status, body: null, headers: response.headers };
  }
  const text = await response.text();
  // A file is its text.
  const isJson = response.headers.get('content-type')?.includes('json') && !isFile(response);
  const body = text === '' ? null : isJson ? JSON.parse(text) : text;
  return { status: response.status, body, headers: response.headers };
}

const isFile = ({ headers }: Response): boolean => headers.has('content-disposition');

/** Tests look into answers freely; what is not there is undefined, and the comparison fails. */
// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the test is about
export type Answer = any;

export function toRequest(call: Call): Request {
  const headers = new Headers({ host: TEST_HOST, 'sec-fetch-site': 'same-origin' });
  if (call.cookie !== undefined) headers.set('cookie', call.cookie);
  if (call.key !== undefined) {
    headers.set('authorization', `Bearer ${call.key}`);
    headers.delete('sec-fetch-site');
  }
  if (call.json !== undefined) headers.set('content-type', 'application/json');
  if (call.type !== undefined) headers.set('content-type', call.type);
  for (const [name, value] of Object.entries(call.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const body = call.json === undefined ? call.raw : JSON.stringify(call.json);
  return new Request(`http://${TEST_HOST}${call.path ?? '/'}`, {
    method: call.method ?? 'GET',
    headers,
    body,
  });
}
