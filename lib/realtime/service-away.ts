import { AppError } from '@/lib/errors';

/**
 * Whether a failed attempt to publish says something of the service and not of the one event: it could not be
 * reached, gave no answer in time, or does not know our key (401, 403). Whatever else it answers may be about that
 * event alone, until others fail as well.
 */
export function saysServiceIsAway(error: unknown): boolean {
  if (!(error instanceof AppError) || error.code !== 'unavailable') return false;
  const { status } = error.facts;
  return status === undefined || status === 401 || status === 403;
}
