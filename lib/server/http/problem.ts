import 'server-only';
import { STATUS_CODES } from 'node:http';
import { type AppError, STATUS_OF } from '@/lib/errors';

/** Seconds after which a refusal for want of capacity may be tried again, unless it says otherwise. */
const RETRY_AFTER_SECONDS = 1;

/** Never kept by anybody, never sniffed: every answer of the API is somebody's own. */
export const ANSWER_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

/** The refusal as `application/problem+json` (RFC 9457); its facts are members of their own. */
export function problem(error: AppError): Response {
  const status = STATUS_OF[error.code];
  const body = {
    ...error.facts,
    type: `urn:belfry:problem:${error.code}`,
    title: STATUS_CODES[status],
    status,
    detail: error.message,
    ...(error.errors.length > 0 && { errors: error.errors }),
  };
  return problemResponse(status, body, retryHeaders(error));
}

/** What a defect looks like from outside: nothing but the number under which it was logged. */
export function internalProblem(requestId: string): Response {
  return problemResponse(500, { type: 'about:blank', title: STATUS_CODES[500], status: 500, requestId }, {});
}

function problemResponse(status: number, body: object, headers: Record<string, string>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...ANSWER_HEADERS, ...headers, 'content-type': 'application/problem+json' },
  });
}

function retryHeaders(error: AppError): Record<string, string> {
  const seconds = error.facts.retryAfterSeconds;
  if (error.code === 'unauthenticated') return { 'www-authenticate': 'Bearer' };
  if (error.code === 'too_many' || error.code === 'unavailable') {
    return { 'retry-after': String(typeof seconds === 'number' ? seconds : RETRY_AFTER_SECONDS) };
  }
  return {};
}
