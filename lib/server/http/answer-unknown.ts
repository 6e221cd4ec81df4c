import 'server-only';
import { AppError } from '@/lib/errors';
import { answerRequest } from './answer-request';
import { findCaller } from './find-caller';

/** A 404 problem for an address of the API that does not exist; Next's own answer is a page. */
export function answerUnknown(request: Request): Promise<Response> {
  return answerRequest(request, async (note) => {
    note.caller = await findCaller(request);
    throw new AppError('not_found', 'There is nothing here.');
  });
}
