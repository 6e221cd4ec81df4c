import { afterEach, expect, test, vi } from 'vitest';
import { signIn, signOut, WRONG_CREDENTIALS } from './session';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A server that answers the token and then this; keeps what it was sent. */
function server(status: number, answer: unknown) {
  const sent: { path: string; body: URLSearchParams }[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (path === '/api/auth/csrf') return Response.json({ csrfToken: 't0k' });
    sent.push({ path, body: new URLSearchParams(String(init.body)) });
    return Response.json(answer, { status });
  });
  return sent;
}
const ana = { email: 'ana@belfry.test', password: 'a b&c' };

test('signing in sends the form with its token', async () => {
  const sent = server(200, { url: 'http://localhost/' });
  expect(await signIn(ana)).toBeNull();
  expect(sent[0]?.path).toBe('/api/auth/callback/credentials');
  expect(Object.fromEntries(sent[0]?.body ?? [])).toEqual({ ...ana, csrfToken: 't0k', json: 'true' });
});

test('a wrong password has one text', async () => {
  server(401, { url: 'http://localhost/sign-in?error=CredentialsSignin' });
  expect(await signIn(ana)).toBe(WRONG_CREDENTIALS);
});

test('another refusal is said in the server’s words', async () => {
  server(401, { url: `http://localhost/sign-in?error=${encodeURIComponent('Too many attempts.')}` });
  expect(await signIn(ana)).toBe('Too many attempts.');
});

test('a 200 that leads back to signing in is no success', async () => {
  server(200, { url: 'http://localhost/sign-in?error=x' });
  expect(await signIn(ana)).toBe(WRONG_CREDENTIALS);
});

test('a refusal in form of a problem is shown by its sentence', async () => {
  server(429, { type: 'urn:belfry:problem:too_many', detail: 'Wait a minute.' });
  expect(await signIn(ana)).toBe('Wait a minute.');
});

test('a server that cannot be reached is said, not thrown', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('failed to fetch');
  });
  expect(await signIn(ana)).toBe('The server cannot be reached.');
  expect(await signOut()).toBe(false);
});

test('signing out answers whether the server did it', async () => {
  const sent = server(200, { url: 'http://localhost/' });
  expect(await signOut()).toBe(true);
  expect(sent[0]?.path).toBe('/api/auth/signout');
  server(503, { detail: 'Later.' });
  expect(await signOut()).toBe(false);
});
