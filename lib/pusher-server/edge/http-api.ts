import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Hub } from '../hub/hub';
import type { Logger } from '../hub/policy';
import { type Counters, countOne } from '../hub/stats';
import type { Moment, UsedSignatures } from '../hub/used-signatures';
import { PusherError } from '../protocol/errors';
import { parseJson } from '../protocol/json';
import type { Limits } from '../protocol/limits';
import { decode, parseQuery } from '../protocol/query';
import { checkSignedRequest } from '../protocol/signed-request';
import { ROUTES, type Route } from './http-routes';
import { readBody } from './read-body';
import type { SeldomLog } from './seldom-log';

/** What the HTTP edge needs to know. */
export type HttpApiParts = {
  readonly hubById: ReadonlyMap<string, Hub>;
  readonly limits: Limits;
  readonly counters: Counters;
  /** Null when replays are not to be refused. */
  readonly usedSignatures: UsedSignatures | null;
  readonly logger?: Logger;
  /** Where refused calls are told. */
  readonly refusals: SeldomLog;
};

/** The HTTP API: true when the path was `/apps/…`, which is answered here; false leaves it to the caller. */
export function handleApiRequest(
  parts: HttpApiParts,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (!request.url?.startsWith('/apps/')) return false;
  answer(parts, request, response).catch((error: unknown) => sendRefusal(parts, response, error));
  return true;
}

async function answer(
  parts: HttpApiParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { hubById, limits, usedSignatures } = parts;
  const url = request.url ?? '';
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  const segments = rawPath.split('/').slice(2).map(decode);
  const route = findRoute(segments.slice(1), request.method, response);
  const hub = hubById.get(segments[0] ?? '');
  if (!hub) throw new PusherError(404, 'There is no such application');

  // The signature first: a stranger's body is never collected.
  const query = parseQuery(mark < 0 ? '' : url.slice(mark + 1));
  const signed = { method: route.method, rawPath, path: decode(rawPath), query };
  const { signature, timestampSeconds } = checkSignedRequest(hub.app, signed, {
    nowSeconds: thisMoment().nowSeconds,
    windowSeconds: limits.httpWindowSeconds,
  });

  let body: unknown;
  if (route.method === 'POST') {
    const bytes = await readBody(request, limits.maxHttpBodyBytes);
    const isLeftOut = route.isBodyOptional && bytes.length === 0 && !query.has('body_md5');
    if (!isLeftOut) body = signedBody(bytes, query, limits);
    if (usedSignatures?.use(signature, timestampSeconds, thisMoment()) === false) {
      throw new PusherError(401, 'This request was made before; two alike within a second are one');
    }
  }
  try {
    const json = route.answer({ hub, name: segments[2] ?? '', query, body });
    send(parts, response, { status: 200, text: JSON.stringify(json), type: 'application/json' });
  } catch (error) {
    if (error instanceof PusherError && error.status === 503) {
      usedSignatures?.release(signature, timestampSeconds);
    }
    throw error;
  }
}

function thisMoment(): Moment {
  return { nowSeconds: Math.floor(Date.now() / 1_000), steadySeconds: performance.now() / 1_000 };
}

function findRoute(segments: readonly string[], method: string | undefined, response: ServerResponse): Route {
  let allowed = '';
  for (const route of ROUTES) {
    if (!isMatch(route.pattern, segments)) continue;
    if (route.method === method) return route;
    allowed += `${allowed === '' ? '' : ', '}${route.method}`;
  }
  if (allowed === '') throw new PusherError(404, 'There is no such address');
  response.setHeader('Allow', allowed);
  throw new PusherError(405, `The method here is ${allowed}`);
}

function isMatch(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every((part, at) => part === '*' || part === segments[at]);
}

/** The body, bound to the signature by its MD5: the protocol's choice, and no more than a checksum. */
function signedBody(body: Buffer | 'too-large', query: ReadonlyMap<string, string>, limits: Limits): unknown {
  if (body === 'too-large') {
    throw new PusherError(413, `A body has at most ${limits.maxHttpBodyBytes} bytes`);
  }
  if (query.get('body_md5') !== hash('md5', body)) {
    throw new PusherError(401, 'body_md5 is missing or not that of the body');
  }
  // Decoded all the same, each wrong byte would become a replacement character: an event nobody sent.
  if (!isUtf8(body)) throw new PusherError(400, 'The body is not UTF-8');
  const parsed = parseJson(body.toString());
  if (parsed === undefined) throw new PusherError(400, 'The body is not JSON');
  return parsed;
}

function sendRefusal(parts: HttpApiParts, response: ServerResponse, error: unknown): void {
  if (error instanceof PusherError) {
    // Whatever of the body is still on its way is not waited for.
    if (error.status === 413) response.setHeader('Connection', 'close');
    parts.refusals.info({ status: error.status, why: error.message }, 'an HTTP API call was refused');
    send(parts, response, { status: error.status, text: error.message, type: PLAIN });
    return;
  }
  // Gone before the answer, which is no defect; or a defect in the middle of it, with nothing left to say.
  if (response.destroyed || response.headersSent) return;
  parts.logger?.error({ err: error }, 'an HTTP API call failed');
  send(parts, response, { status: 500, text: 'Internal error', type: PLAIN });
}

type Answer = { readonly status: number; readonly text: string; readonly type: string };

const PLAIN = 'text/plain; charset=utf-8';

function send({ counters }: HttpApiParts, response: ServerResponse, { status, text, type }: Answer): void {
  countOne(counters.apiCalls, status);
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(text);
}
