import 'server-only';
import { randomUUID } from 'node:crypto';
import { AppError, STATUS_OF } from '@/lib/errors';
import type { Caller } from '../caller';
import { context } from '../context';
import { internalProblem, problem } from './problem';

/** What the log line says of a request beyond its address. */
export type RequestNote = { caller: Caller | null };

/**
 * The answer of `work`, a problem for its refusals, a bare 500 for anything else it throws; and one log
 * line. Bodies, queries and headers are never logged.
 */
export async function answerRequest(
  request: Request,
  work: (note: RequestNote) => Promise<Response>,
): Promise<Response> {
  const { logger } = context();
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
  logger.info(
    {
      requestId,
      method: request.method,
      route: new URL(request.url).pathname,
      status: response.status,
      ms: Math.round(performance.now() - started),
      ...(note.caller?.kind === 'viewer' && { viewer: note.caller.viewer.id }),
      ...(note.caller?.kind === 'key' && { apiKey: note.caller.key.id }),
    },
    'request',
  );
  return response;
}
