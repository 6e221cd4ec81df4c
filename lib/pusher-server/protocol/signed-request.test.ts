import Pusher from 'pusher';
import { expect, test } from 'vitest';
import { parseQuery } from './query';
import { hmac } from './signatures';
import { checkSignedRequest } from './signed-request';

const SIGNER = { key: 'app-key', secret: 'app-secret' };
const NOW = 1_700_000_000;
const WINDOW = { nowSeconds: NOW, windowSeconds: 600 };
const PATH = '/apps/1/events';

function signed(query: string, input: { path?: string; signedPath?: string } = {}) {
  const { path = PATH, signedPath = path } = input;
  const method = 'POST';
  const signature = hmac(SIGNER.secret, `${method}\n${signedPath}\n${query}`);
  return {
    method,
    rawPath: path,
    path: decodeURIComponent(path),
    query: parseQuery(`${query}&auth_signature=${signature}`),
  };
}

const query = (timestamp: number | string = NOW) =>
  `auth_key=app-key&auth_timestamp=${timestamp}&auth_version=1.0`;

test('a rightly signed request passes and tells its signature and time', () => {
  const { signature, timestampSeconds } = checkSignedRequest(SIGNER, signed(query()), WINDOW);
  expect(signature).toMatch(/^[0-9a-f]{64}$/);
  expect(timestampSeconds).toBe(NOW);
});

test('what the official SDK signs passes, in any order of parameters', () => {
  const sdk = new Pusher({ appId: '1', ...SIGNER, host: '127.0.0.1' });
  const own = sdk.createSignedQueryString({
    method: 'POST',
    path: PATH,
    body: '{}',
    params: { info: 'a,b', zeta: '1' },
  });
  const nowSeconds = Math.floor(Date.now() / 1_000);
  for (const text of [own, own.split('&').reverse().join('&')]) {
    const request = { method: 'POST', rawPath: PATH, path: PATH, query: parseQuery(text) };
    expect(() => checkSignedRequest(SIGNER, request, { nowSeconds, windowSeconds: 600 })).not.toThrow();
  }
});

test('a timestamp may be 600 seconds off either way and no more', () => {
  for (const off of [-600, 0, 600])
    expect(() => checkSignedRequest(SIGNER, signed(query(NOW + off)), WINDOW)).not.toThrow();
  for (const off of [-601, 601])
    expect(() => checkSignedRequest(SIGNER, signed(query(NOW + off)), WINDOW)).toThrow('600');
});

test('a timestamp is a whole number of seconds', () => {
  for (const wrong of ['', 'now', '1.5', '-1', '1e9', `${NOW} `, '9'.repeat(13)]) {
    expect(() => checkSignedRequest(SIGNER, signed(query(wrong)), WINDOW), wrong).toThrow('auth_timestamp');
  }
});

test('method, path, and every parameter are part of what is signed', () => {
  const right = signed(query());
  expect(() => checkSignedRequest(SIGNER, right, WINDOW)).not.toThrow();
  for (const wrong of [
    { ...right, method: 'GET' },
    { ...right, path: '/apps/2/events', rawPath: '/apps/2/events' },
    { ...right, query: new Map([...right.query, ['socket_id', '1.1']]) },
    { ...right, query: new Map([...right.query, ['auth_timestamp', String(NOW + 1)]]) },
    { ...right, query: new Map([...right.query, ['auth_signature', '']]) },
    { ...right, query: new Map([...right.query].filter(([key]) => key !== 'auth_signature')) },
  ]) {
    expect(() => checkSignedRequest(SIGNER, wrong, WINDOW)).toThrow('auth_signature');
  }
});

test('key and version must be right', () => {
  expect(() => checkSignedRequest({ ...SIGNER, key: 'other' }, signed(query()), WINDOW)).toThrow('auth_key');
  expect(() => checkSignedRequest(SIGNER, signed(query().replace('1.0', '1.1')), WINDOW)).toThrow(
    'auth_version',
  );
});

test('a path may be signed as it was sent or as it decodes', () => {
  const path = '/apps/1/users/a%20b/terminate_connections';
  for (const signedPath of [path, decodeURIComponent(path)]) {
    expect(() => checkSignedRequest(SIGNER, signed(query(), { path, signedPath }), WINDOW)).not.toThrow();
  }
});

test('no refusal tells what would have been right', () => {
  const request = signed(query());
  const right = request.query.get('auth_signature') ?? '';
  const wrong = { ...request, query: new Map([...request.query, ['auth_signature', '0'.repeat(64)]]) };
  try {
    checkSignedRequest(SIGNER, wrong, WINDOW);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ status: 401 });
    expect(String(error)).not.toContain(right);
    expect(String(error)).not.toContain(SIGNER.secret);
  }
});
