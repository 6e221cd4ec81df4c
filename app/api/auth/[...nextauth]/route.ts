import { methods } from '@/lib/server/http/methods';
import { answerAuth } from '@/lib/server/sessions/answer-auth';

type Route = { params: Promise<unknown> };
const answer = async (request: Request, route: Route) => answerAuth(request, await route.params);

export const { GET, POST, PUT, PATCH, DELETE } = methods({ GET: answer, POST: answer });
