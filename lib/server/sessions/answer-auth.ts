import 'server-only';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import { answerRequest } from '../http/answer-request';
import { findCaller } from '../http/find-caller';
import { ownOrigin } from '../http/own-origin';
import { mediaTypeOf, onlyOnce, readForm, readJson } from '../http/read-body';
import { requestReader } from '../http/request-reader';
import { refuseForeignOrigin } from '../http/same-origin';
import { ownAddress } from './auth-options';
import { runNextAuth } from './run-next-auth';

/** What of next-auth is reachable. Its own pages, other providers and session updates are not used here. */
const ACTIONS = {
  GET: ['csrf', 'session', 'providers', 'signin', 'signout', 'error'],
  POST: ['callback/credentials', 'signout', '_log'],
} as const;

const authParams = z.object({ nextauth: z.array(z.string()) });

/**
 * The answer of next-auth to one request of `/api/auth/…`. It sees only what it needs: its own cookies, a
 * bounded body, an address on this site to return to, and the host and scheme that we believe.
 */
export function answerAuth(request: Request, params: unknown): Promise<Response> {
  return answerRequest(request, async (note) => {
    note.caller = await findCaller(request);
    const { nextauth: segments } = authParams.parse(params);
    const action = segments.join('/');
    refuseUnknown(request.method, action);
    const reader = requestReader(request);
    if (request.method === 'POST') refuseForeignOrigin(reader.header);
    // Browsers report their own trouble here. Anybody could fill our log with it, so it goes nowhere.
    if (action === '_log') return new Response(null, { status: 204 });
    const own = ownOrigin(reader.header);
    return runNextAuth({
      segments,
      method: request.method,
      own,
      reader,
      query: withOwnReturn(onlyOnce(new URL(request.url).searchParams), own.origin),
      body: request.method === 'POST' ? withOwnReturn(await readFields(request), own.origin) : {},
    });
  });
}

function refuseUnknown(method: string, action: string): void {
  const posts: readonly string[] = ACTIONS.POST;
  const gets: readonly string[] = ACTIONS.GET;
  if ((method === 'POST' ? posts : gets).includes(action)) return;
  if (posts.includes(action) || gets.includes(action)) {
    throw new AppError('method_not_allowed', 'This address does not take this method.');
  }
  throw new AppError('not_found', 'There is nothing here.');
}

async function readFields(request: Request): Promise<Record<string, unknown>> {
  const form = mediaTypeOf(request) === 'application/x-www-form-urlencoded';
  const fields = await (form ? readForm(request) : readJson(request));
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new AppError('invalid', 'The body must be an object.');
  }
  // Checked above; a JSON object's values may still be anything.
  return fields as Record<string, unknown>;
}

/** next-auth answers an address that it cannot parse with a page about a broken configuration: it never sees one. */
function withOwnReturn<T extends Record<string, unknown>>(fields: T, origin: string): T {
  const { callbackUrl } = fields;
  if (callbackUrl === undefined) return fields;
  if (typeof callbackUrl !== 'string') {
    throw new AppError('invalid', 'Some of what was sent is not right.', {
      errors: [{ path: 'callbackUrl', message: 'This must be text.' }],
    });
  }
  return { ...fields, callbackUrl: ownAddress(callbackUrl, origin) };
}
