import 'server-only';
import type * as z from 'zod';
import type { Once } from '@/db/once';
import { AppError } from '@/lib/errors';
import { type Caller, requireRole } from './caller';
import { answerRequest } from './http/answer-request';
import { findCaller } from './http/find-caller';
import { requireOwnDownload } from './http/own-download';
import { parseInput, refuseFields } from './http/parse-input';
import { ANSWER_HEADERS } from './http/problem';
import { onlyOnce, readCsv, readForm, readJson } from './http/read-body';
import { readOnce } from './http/read-once';
import { requestReader } from './http/request-reader';
import { requireSameOrigin } from './http/same-origin';
import type { Viewer } from './sessions/session-viewer';

/** Who may call an endpoint. An API key opens only `adminOrKey` and `anyone`. */
type Given = {
  anyone: { caller: Caller | null };
  viewer: { viewer: Viewer };
  sender: { viewer: Viewer };
  admin: { viewer: Viewer };
  adminOrKey: { caller: Caller };
};
type Who = keyof Given;

export type RouteHandler = (request: Request, route: { params: Promise<unknown> }) => Promise<Response>;

type Endpoint<W extends Who, P, Q, B> = Readonly<{
  who: W;
  /** A path that does not match is *not found*. */
  params?: z.ZodType<P>;
  /** Without one, no parameter may be given. */
  query?: z.ZodType<Q>;
  /** Without one, nothing (or an empty object) may be sent. Never read for GET. */
  body?: z.ZodType<B>;
  /** How the body is written: JSON unless told otherwise. */
  form?: boolean;
  /** Takes a list of up to so many bytes, as `text/csv` or as the field `csv` of JSON. */
  csv?: { limitBytes: number };
  /** The status of success: 200 unless told otherwise. */
  status?: 200 | 201;
  /** A GET that takes a file out of the house, which is written down: only somebody's own request may cause it. */
  download?: boolean;
  /** A page asks it every few seconds: its line in the log is of level debug, unless it is refused. */
  routine?: boolean;
  /**
   * Takes an `Idempotency-Key`, which `run` must hand down to the store: any key, or a UUID that becomes the id of an
   * operation. Elsewhere the header means nothing, because doing it twice is doing it once.
   */
  once?: 'key' | 'operation';
  /** Calls one use case; what it answers is sent as JSON, unless it is a `Response` itself. */
  run: (
    given: Given[W] & { params: P; query: Q; body: B; once: Once | null; request: Request },
  ) => Promise<unknown>;
}>;

/**
 * The one wrapper of every route handler: finds who asks and whether they may, refuses other sites' requests,
 * reads and parses the input, calls, answers JSON, and turns a refusal into a problem. One log line a request.
 */
export function handle<W extends Who, P = undefined, Q = undefined, B = undefined>(
  endpoint: Endpoint<W, P, Q, B>,
): RouteHandler {
  return (request, route) =>
    answerRequest(request, async (note) => {
      note.routine = endpoint.routine;
      const caller = await findCaller(request);
      note.caller = caller;
      const given = allow(endpoint.who, caller);
      const unsafe = request.method !== 'GET' && request.method !== 'HEAD';
      // A key is sent by a program on purpose; only a cookie is sent by a browser on another site's behalf.
      if (unsafe && caller?.kind !== 'key') requireSameOrigin(requestReader(request).header);
      if (endpoint.download) requireOwnDownload(request);
      const input = await readInput(endpoint, request, { params: await route.params, unsafe });
      const once = endpoint.once
        ? readOnce(request, { caller, body: input.body, kind: endpoint.once })
        : null;
      const answer = await endpoint.run({ ...given, ...input, once, request });
      if (answer instanceof Response) return answer;
      const headers = once?.replayed ? { ...ANSWER_HEADERS, ...REPLAYED } : ANSWER_HEADERS;
      return Response.json(answer, { status: endpoint.status ?? 200, headers });
    });
}

/** Says that this is the answer of an earlier request, and that nothing was done now. */
const REPLAYED = { 'idempotency-replayed': 'true' } as const;

/** Who asks, in the shape this endpoint works with; throws `unauthenticated` or `forbidden`. */
function allow<W extends Who>(who: W, caller: Caller | null): Given[W] {
  // The cast says what the switch below makes sure of: TypeScript does not narrow `Given[W]` by `who`.
  return admit(who, caller) as Given[W];
}

function admit(who: Who, caller: Caller | null): Given[Who] {
  if (who === 'anyone') return { caller };
  if (!caller) throw new AppError('unauthenticated', 'Sign in first.');
  if (who === 'adminOrKey') {
    if (caller.kind === 'viewer') requireRole(caller.viewer, 'admin');
    return { caller };
  }
  if (caller.kind === 'key') throw new AppError('forbidden', 'An API key cannot do this.');
  requireRole(caller.viewer, who === 'viewer' ? 'member' : who);
  return { viewer: caller.viewer };
}

async function readInput<P, Q, B>(
  endpoint: Pick<Endpoint<Who, P, Q, B>, 'params' | 'query' | 'body' | 'form' | 'csv'>,
  request: Request,
  given: { params: unknown; unsafe: boolean },
): Promise<{ params: P; query: Q; body: B }> {
  const params = endpoint.params?.safeParse(given.params);
  if (params && !params.success) throw new AppError('not_found', 'There is nothing here.');
  const query = onlyOnce(new URL(request.url).searchParams);
  const sent = given.unsafe ? await readSent(endpoint, request) : {};
  return {
    params: params === undefined ? nothing() : params.data,
    query: parseOrRefuse(endpoint.query, query),
    body: parseOrRefuse(endpoint.body, sent),
  };
}

function readSent({ form, csv }: { form?: boolean; csv?: { limitBytes: number } }, request: Request) {
  if (csv) return readCsv(request, csv.limitBytes);
  return form ? readForm(request) : readJson(request);
}

function parseOrRefuse<T>(schema: z.ZodType<T> | undefined, input: unknown): T {
  if (schema) return parseInput(schema, input);
  refuseFields(input);
  return nothing();
}

/** The value of an input that an endpoint did not ask for: `handle`'s type parameters then say `undefined`. */
function nothing<T>(): T {
  return undefined as T;
}
