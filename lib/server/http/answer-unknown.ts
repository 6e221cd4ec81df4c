import 'server-only';
import { AppError } from '@/lib/errors';
import { answerRequest, type RequestNote, UNKNOWN_ROUTE } from './answer-request';
import { findCaller } from './find-caller';

/** A 404 problem for an address of the API that does not exist; Next's own answer is a page. */
export function answerUnknown(request: Request): Promise<Response> {
  const work = async (note: RequestNote) => {
    note.caller = await findCaller(request);
    throw new AppError('not_found', 'There is nothing here.');
  };
  return answerRequest(request, work, UNKNOWN_ROUTE);
}
