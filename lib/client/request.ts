import { type AppErrorCode, type FieldError, STATUS_OF } from '@/lib/errors';
import { browserClock, type Clock } from './clock';

/** Long enough for a busy server on a phone's line, short enough that a person still remembers the click. */
export const REQUEST_TIMEOUT_MS = 10_000;

/** An answer of the server, or why there is none. */
export type Answer<Value> =
  | Readonly<{ ok: true; value: Value }>
  | Readonly<{ ok: false; problem: RequestProblem }>;

export type RequestProblem = Readonly<{
  /** The server's code; without one: the line failed, it took too long, or the answer was not what was agreed. */
  code: AppErrorCode | 'unreachable' | 'timeout' | 'unreadable';
  /** The HTTP status, or null when there was no answer. */
  status: number | null;
  /** A sentence that may be shown. */
  detail: string;
  errors: readonly FieldError[];
  facts: Readonly<Record<string, unknown>>;
}>;

export type Asking<Value> = Readonly<{
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as a form instead. */
  form?: Readonly<Record<string, string>>;
  /** Sent as `text/csv` instead. */
  csv?: string;
  /** What the answer must be: a zod schema fits. */
  schema: { safeParse(data: unknown): { success: true; data: Value } | { success: false } };
  /** Lets the request outlive the page: for what the person did, not for what we ask. */
  keepalive?: boolean;
  /** Gives it up early; the answer is then that of a time-out. */
  signal?: AbortSignal;
  /** Names this attempt: asked again under the same key it is not done again, and answered as the first time. */
  idempotencyKey?: string;
  /** Whose page asks: the server refuses (401) when the cookie is somebody else's by now. */
  viewerId?: string;
}>;

export type Request = <Value>(path: string, asking: Asking<Value>) => Promise<Answer<Value>>;

/** A `fetch` that never throws, never waits for ever and answers only what was agreed. Paths are of this site. */
export function createRequest({
  fetch = (input, init) => globalThis.fetch(input, init),
  clock = browserClock,
  timeoutMs = REQUEST_TIMEOUT_MS,
}: {
  fetch?: (input: string, init: RequestInit) => Promise<Response>;
  clock?: Clock;
  timeoutMs?: number;
} = {}): Request {
  return async (path, asking) => {
    const abort = new AbortController();
    const giveUp = () => abort.abort();
    const cancel = clock.after(timeoutMs, giveUp);
    asking.signal?.addEventListener('abort', giveUp);
    if (asking.signal?.aborted) giveUp();
    try {
      const response = await fetch(path, { ...initOf(asking), signal: abort.signal });
      const data = await readJson(response);
      if (!response.ok) return { ok: false, problem: problemOf(response.status, data) };
      const parsed = asking.schema.safeParse(data);
      if (parsed.success) return { ok: true, value: parsed.data };
      return failure('unreadable', response.status, 'The server answered something unexpected.');
    } catch {
      // A fetch fails for want of a line, or because we gave it up; which of the two is all there is to know.
      if (abort.signal.aborted) return failure('timeout', null, 'The server took too long to answer.');
      return failure('unreachable', null, 'The server cannot be reached.');
    } finally {
      cancel();
      asking.signal?.removeEventListener('abort', giveUp);
    }
  };
}

export const request: Request = createRequest();

function initOf(asking: Asking<unknown>): RequestInit {
  const { method = 'GET', body, form, csv, keepalive, viewerId, idempotencyKey } = asking;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (viewerId !== undefined) headers['x-belfry-viewer'] = viewerId;
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (keepalive) init.keepalive = true;
  if (form) {
    headers['content-type'] = 'application/x-www-form-urlencoded';
    init.body = new URLSearchParams(form).toString();
  } else if (csv !== undefined) {
    headers['content-type'] = 'text/csv';
    init.body = csv;
  } else if (method !== 'GET') {
    // Also without a body: another site's form cannot say it sends JSON, and the server insists on it.
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body ?? {});
  }
  return init;
}

/** The value, or undefined when it is not JSON: a proxy's error page, an empty body. */
async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A refusal in words (RFC 9457). The code stands at the end of `type`; from a proxy there is only the status. */
function problemOf(status: number, data: unknown): RequestProblem {
  const { type, title, status: _, detail, errors, ...facts } = isRecord(data) ? data : {};
  const named = typeof type === 'string' ? type.split(/[/:]/).at(-1) : undefined;
  const code = CODES.find((known) => known === named) ?? CODES.find((known) => STATUS_OF[known] === status);
  return {
    code: code ?? 'unavailable',
    status,
    detail: typeof detail === 'string' ? detail : 'The server could not do this just now.',
    errors: Array.isArray(errors) ? errors.filter(isFieldError) : [],
    facts,
  };
}

// `Object.keys` forgets that the keys of a constant are its own.
const CODES = Object.keys(STATUS_OF) as AppErrorCode[];

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function isFieldError(data: unknown): data is FieldError {
  return isRecord(data) && typeof data.path === 'string' && typeof data.message === 'string';
}

function failure(
  code: RequestProblem['code'],
  status: number | null,
  detail: string,
): { ok: false; problem: RequestProblem } {
  return { ok: false, problem: { code, status, detail, errors: [], facts: {} } };
}
