import { v4 } from 'uuid';
import { browserClock, type Clock } from './clock';
import { type Answer, type Asking, type Request, type RequestProblem, request } from './request';

/** Before asking again: a line that broke off needs a moment, and a person is waiting. */
export const AGAIN_AFTER_MS = 1_000;
/** Requests whose answers were lost and that nobody has repeated since; the oldest are forgotten. */
const UNANSWERED_MAX = 20;

/** The statuses of a gateway that does not know what became of a request. */
const GATEWAY_LOST: readonly (number | null)[] = [502, 504];

/**
 * A request for something that must not be done twice. It goes out under a key, so that it can be asked again: once by
 * itself after a lost answer, and by the person, who may click again after that. The same request keeps its key until
 * it is answered, whatever the answer; while it is under way, asking once more waits for that answer.
 */
export function createAskOnce({
  request: ask = request,
  clock = browserClock,
  newKey = v4,
}: {
  request?: Request;
  clock?: Clock;
  newKey?: () => string;
} = {}): Request {
  const unanswered = new Map<string, { readonly key: string; answer: Promise<Answer<unknown>> | null }>();

  return <Value>(path: string, asking: Asking<Value>): Promise<Answer<Value>> => {
    const name = JSON.stringify([asking.method, path, asking.body]);
    const attempt = unanswered.get(name) ?? { key: newKey(), answer: null };
    unanswered.delete(name);
    unanswered.set(name, attempt);
    const oldest = unanswered.keys().next().value;
    if (unanswered.size > UNANSWERED_MAX && oldest !== undefined) unanswered.delete(oldest);
    attempt.answer ??= twice(path, { ...asking, idempotencyKey: attempt.key }).then((answer) => {
      attempt.answer = null;
      if (!isLost(answer)) unanswered.delete(name);
      return answer;
    });
    // The cast: whoever asks the same wants the same answer.
    return attempt.answer as Promise<Answer<Value>>;
  };

  async function twice<Value>(path: string, asking: Asking<Value>): Promise<Answer<Value>> {
    const answer = await ask(path, asking);
    if (!isLost(answer)) return answer;
    await new Promise<void>((resume) => void clock.after(AGAIN_AFTER_MS, resume));
    return ask(path, asking);
  }
}

export const askOnce: Request = createAskOnce();

/** Whether it may have been done all the same. */
function isLost(answer: { ok: true } | { ok: false; problem: RequestProblem }): boolean {
  if (answer.ok) return false;
  const { code, status } = answer.problem;
  return (
    code === 'unreachable' || code === 'timeout' || code === 'unreadable' || GATEWAY_LOST.includes(status)
  );
}
