import * as z from 'zod/mini';
import { type RequestProblem, request } from './request';

const csrfSchema = z.object({ csrfToken: z.string() });
const urlSchema = z.object({ url: z.string() });

/** One text for a wrong address and a wrong password: it must not tell which people exist. */
export const WRONG_CREDENTIALS = 'That e-mail address and password do not match.';

/** Signs in. Answers null when that worked, otherwise why not as a sentence. */
export async function signIn(credentials: { email: string; password: string }): Promise<string | null> {
  const csrf = await request('/api/auth/csrf', { schema: csrfSchema });
  if (!csrf.ok) return csrf.problem.detail;
  const answer = await request('/api/auth/callback/credentials', {
    method: 'POST',
    form: { ...credentials, csrfToken: csrf.value.csrfToken, json: 'true' },
    schema: urlSchema,
  });
  if (!answer.ok) return refusal(answer.problem);
  // A stale form answers 200 and an address that goes back to signing in, with no session.
  return errorIn(answer.value.url) === null ? null : WRONG_CREDENTIALS;
}

/** Ends this session on the server. Answers whether it did; the page is to be left then. */
export async function signOut(): Promise<boolean> {
  const csrf = await request('/api/auth/csrf', { schema: csrfSchema });
  if (!csrf.ok) return false;
  const answer = await request('/api/auth/signout', {
    method: 'POST',
    form: { csrfToken: csrf.value.csrfToken, json: 'true' },
    schema: urlSchema,
  });
  return answer.ok;
}

/** next-auth says why in the `error` of the address it would send the browser to; `CredentialsSignin` is its word for "wrong". */
function refusal({ code, detail, facts }: RequestProblem): string {
  if (code !== 'unauthenticated') return detail;
  const error = typeof facts.url === 'string' ? errorIn(facts.url) : null;
  return error === null || error === 'CredentialsSignin' ? WRONG_CREDENTIALS : error;
}

function errorIn(url: string): string | null {
  return URL.canParse(url) ? new URL(url).searchParams.get('error') : null;
}
