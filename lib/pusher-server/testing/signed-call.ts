import { createHash } from 'node:crypto';
import { hmac } from '../protocol/signatures';
import { APP } from './app';

/** One call of the HTTP API as an SDK would make it, with anything a test wants to have wrong. */
export type CallInput = {
  readonly method?: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly secret?: string;
  /** Parameters laid over the right ones before signing; undefined leaves one out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** The same, after signing. */
  readonly tampered?: Readonly<Record<string, string | undefined>>;
};

/** The signed path and query, and the body, of a call. */
export function signedCall(input: CallInput): { url: string; method: string; body: string | undefined } {
  const { path = '/apps/1/events', secret = APP.secret } = input;
  const method = input.method ?? (input.body === undefined ? 'GET' : 'POST');
  const body =
    typeof input.body === 'string' || input.body === undefined ? input.body : JSON.stringify(input.body);
  const query = {
    auth_key: APP.key,
    auth_timestamp: String(Math.floor(Date.now() / 1_000)),
    auth_version: '1.0',
    ...(body !== undefined && { body_md5: createHash('md5').update(body).digest('hex') }),
    ...input.query,
  };
  const auth_signature = hmac(secret, `${method}\n${decodeURIComponent(path)}\n${joined(query)}`);
  const sent = { ...query, auth_signature, ...input.tampered };
  return { url: `${path}?${joined(sent, encodeURIComponent)}`, method, body };
}

/** Makes the call and returns the answer's status and text. */
export async function call(
  port: number,
  input: CallInput,
): Promise<{ status: number; text: string; headers: Headers }> {
  const { url, method, body } = signedCall(input);
  const response = await fetch(`http://127.0.0.1:${port}${url}`, { method, body });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

function joined(
  query: Readonly<Record<string, string | undefined>>,
  encode = (text: string) => text,
): string {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encode(value ?? '')}`)
    .join('&');
}
