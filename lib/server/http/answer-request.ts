import 'server-only';
import { randomUUID } from 'node:crypto';
import { AppError, STATUS_OF } from '@/lib/errors';
import type { Caller } from '../caller';
import { context } from '../context';
import { internalProblem, problem } from './problem';

/** What the log line says of a request beyond its address. */
export type RequestNote = {
  caller: Caller | null;
  /** A page asks this over and over by itself: while it goes well it is a line for who looks closely. */
  routine?: boolean;
};

/**
 * The answer of `work`, a problem for its refusals, a bare 500 for anything else it throws; and one log
 * line. Bodies, queries and headers are never logged.
 */
export async function answerRequest(
  request: Request,
  work: (note: RequestNote) => Promise<Response>,
  /** Under which name it is counted: the folder of `app/api` that it was for, unless told otherwise; null: nowhere. */
  countedAs: string | null = firstFolder(request),
): Promise<Response> {
  const { logger, metrics } = context();
  const started = performance.now();
  const requestId = request.headers.get('x-request-id') ?? randomUUID();
  const note: RequestNote = { caller: null };
  const response = await work(note).catch((error: unknown) => {
    if (error instanceof AppError) {
      // A refusal that stands for trouble of ours is kept with its cause; the sender's mistakes are not news.
      if (STATUS_OF[error.code] >= 500)
        logger.warn({ requestId, err: error }, 'refused for want of capacity');
      return problem(error);
    }
    logger.error({ requestId, err: error }, 'request failed');
    return internalProblem(requestId);
  });
  const ms = performance.now() - started;
  if (countedAs !== null) {
    metrics?.requestDone({ route: countedAs, status: response.status, seconds: ms / 1_000 });
  }
  logger[note.routine && response.ok ? 'debug' : 'info'](
    {
      requestId,
      method: request.method,
      route: new URL(request.url).pathname,
      status: response.status,
      ms: Math.round(ms),
      ...(note.caller?.kind === 'viewer' && { viewer: note.caller.viewer.id }),
      ...(note.caller?.kind === 'key' && { apiKey: note.caller.key.id }),
    },
    'request',
  );
  return response;
}

/**
 * `inbox` for `/api/inbox/sync`. A handler of a route runs for addresses that Next has matched only, so there are few of
 * these names; but it matches what is percent-encoded too, and a stranger must not be able to make new ones.
 */
function firstFolder(request: Request): string {
  const folder = new URL(request.url).pathname.split('/')[2] ?? '';
  return /^[a-z]{1,20}$/.test(folder) ? folder : UNKNOWN_ROUTE;
}

/** The name of all addresses that do not exist. */
export const UNKNOWN_ROUTE = 'unknown';
