import { type Answer, call } from '@/lib/server/testing/call';
import { TEST_PASSWORD } from '@/lib/server/testing/test-house';
import * as notifications from '../notifications/route';
import * as auth from './[...nextauth]/route';

export type Overrides = Record<string, string | null>;

/** A GET of one of next-auth's addresses. */
export async function get(action: string, cookie = '', headers: Overrides = {}) {
  return call(auth.GET, {
    path: `/api/auth/${action}`,
    params: { nextauth: action.split('?')[0]?.split('/') ?? [] },
    cookie,
    headers,
  });
}

/** A POST the way next-auth's own client sends it: with the token it was given and the cookie beside it. */
export async function post(
  action: string,
  fields: Record<string, unknown>,
  cookie = '',
  headers: Overrides = {},
) {
  const csrf = await get('csrf');
  const jar = [cookiesOf(csrf.headers), cookie].filter((part) => part !== '').join('; ');
  return call(auth.POST, {
    method: 'POST',
    path: `/api/auth/${action}`,
    params: { nextauth: action.split('/') },
    cookie: jar,
    json: { csrfToken: csrf.body.csrfToken, json: 'true', ...fields },
    headers,
  });
}

export const cookiesOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** The session's cookie of an answer, or an empty text. */
export const sessionCookie = (headers: Headers): string =>
  cookiesOf(headers)
    .split('; ')
    .find((cookie) => cookie.startsWith('next-auth.session-token=')) ?? '';

export const from = (address: string) => ({ 'x-belfry-client-address': address });
export const signIn = (
  password = TEST_PASSWORD,
  email = 'ana@belfry.test',
  cookie = '',
  headers: Overrides = {},
) => post('callback/credentials', { email, password }, cookie, headers);

/** Why a sign-in was refused, as the page gets to know it. */
export const errorOf = (answer: { body: Answer }) => new URL(answer.body.url).searchParams.get('error');
/** Whether this cookie opens an inbox. */
export const canRead = async (cookie: string) => (await call(notifications.GET, { cookie })).status === 200;
