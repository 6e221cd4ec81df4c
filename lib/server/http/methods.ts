import 'server-only';
import { AppError } from '@/lib/errors';
import type { RouteHandler } from '../handle';
import { answerRequest } from './answer-request';
import { findCaller } from './find-caller';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** All methods of a route: those given, and for the others a 405 problem with `Allow` (Next's own has no body). */
export function methods(given: Partial<Record<Method, RouteHandler>>): Record<Method, RouteHandler> {
  const allowed = METHODS.filter((method) => given[method]).join(', ');
  const refuse = refuseMethod(allowed);
  return {
    GET: given.GET ?? refuse,
    POST: given.POST ?? refuse,
    PUT: given.PUT ?? refuse,
    PATCH: given.PATCH ?? refuse,
    DELETE: given.DELETE ?? refuse,
  };
}

function refuseMethod(allowed: string): RouteHandler {
  return async (request) => {
    const response = await answerRequest(request, async (note) => {
      note.caller = await findCaller(request);
      throw new AppError('method_not_allowed', `This address takes ${allowed}.`);
    });
    if (response.status === 405) response.headers.set('allow', allowed);
    return response;
  };
}
