import type { RequestProblem } from './request';

/** Sent, thrown away, or purged. */
export function isOver({ code }: RequestProblem): boolean {
  return code === 'not_found' || code === 'conflict';
}

/** Nobody has said no: the same may be asked again. */
export function isPassing({ status, code }: RequestProblem): boolean {
  return status === null || code === 'unreadable' || code === 'too_many' || status >= 500;
}
