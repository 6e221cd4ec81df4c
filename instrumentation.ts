import type { Instrumentation } from 'next';
import { context } from '@/lib/server/context';

/** A page or handler threw what nobody expected: Next shows "something went wrong", and here it is written down. */
export const onRequestError: Instrumentation.onRequestError = (error, request, { routePath }) => {
  context().logger.error(
    { err: error, requestId: request.headers['x-request-id'], method: request.method, route: routePath },
    'a page failed',
  );
};
