import { type Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Mismatch, mustParse } from '../mismatch';
import type { Target } from '../target';
import { callSignature, md5 } from './signatures';

/** One call of the HTTP API, right in everything that is not said. */
export type Call = {
  readonly method?: string;
  /** Below `/apps/<id>`, percent-encoded as it is sent. */
  readonly path: string;
  /** Sent as it stands when it is a string or bytes, else as JSON. */
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly secret?: string;
  /** What is laid over the parameters before signing; undefined leaves one out. */
  readonly signing?: Changes;
  /** The same after signing. */
  readonly tampering?: Changes;
  /** What is signed instead of what is sent. */
  readonly signedMethod?: string;
  readonly signedPath?: string;
  readonly appId?: string;
  /** How the parameters are ordered in the address. */
  readonly order?: 'sorted' | 'reversed';
  readonly chunked?: boolean;
  /** Leaves a `+` as it is, which percent-encoding would not. */
  readonly rawPlus?: boolean;
  readonly agent?: Agent;
};

type Changes = Readonly<Record<string, string | undefined>>;

/** What was answered. */
export type Answer = {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
  /** The body as JSON. @throws Mismatch when it is none. */
  json(): unknown;
};

/** Signs and makes the call. Rejects when the line breaks or the time is over. */
export function makeCall(target: Target, call: Call, signal: AbortSignal): Promise<Answer> {
  const body = bodyOf(call.body);
  const method = call.method ?? (body === undefined ? 'GET' : 'POST');
  const path = `/apps/${call.appId ?? target.appId}${call.path}`;
  return send(
    target,
    { method, address: `${path}?${signedQuery(target, { ...call, method }, path, body)}`, body, call },
    signal,
  );
}

/** The signed parameters as they stand in the address. */
export function signedQuery(
  target: Target,
  call: Call & { readonly method: string },
  path: string,
  body?: string | Buffer,
): string {
  const signed = changed(
    {
      auth_key: target.key,
      auth_timestamp: String(Math.floor(Date.now() / 1_000)),
      auth_version: '1.0',
      ...(body !== undefined && { body_md5: md5(body) }),
      ...call.query,
    },
    call.signing,
  );
  const auth_signature = callSignature(call.secret ?? target.secret, {
    method: call.signedMethod ?? call.method,
    path: call.signedPath ?? decodeURIComponent(path),
    query: signed,
  });
  const sent = Object.entries(changed({ ...signed, auth_signature }, call.tampering)).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  if (call.order === 'reversed') sent.reverse();
  const query = sent.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
  return call.rawPlus ? query.replaceAll('%2B', '+') : query;
}

function bodyOf(body: unknown): string | Buffer | undefined {
  return body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
    ? body
    : JSON.stringify(body);
}

function changed(query: Readonly<Record<string, string>>, changes: Changes = {}): Record<string, string> {
  const result: Record<string, string> = { ...query };
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) delete result[key];
    else result[key] = value;
  }
  return result;
}

type Sending = { method: string; address: string; body: string | Buffer | undefined; call: Call };

function send(
  target: Target,
  { method, address, body, call }: Sending,
  signal: AbortSignal,
): Promise<Answer> {
  const { host, port, tls } = target;
  const headers: Record<string, string | number> = { 'Content-Type': 'application/json' };
  if (body !== undefined && !call.chunked) headers['Content-Length'] = Buffer.byteLength(body);
  return new Promise((resolve, reject) => {
    const request = (tls ? requestHttps : requestHttp)(
      { host, port, method, path: address, headers, agent: call.agent ?? false, signal },
      (response) => read(response).then(resolve, reject),
    );
    request.on('error', (error) => {
      const received = signal.aborted ? 'nothing in time' : error.message;
      reject(new Mismatch(`the answer to ${method} ${call.path}`, { expected: 'an HTTP answer', received }));
    });
    if (body !== undefined) request.write(body);
    request.end();
  });
}

async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`An answer of more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  const { statusCode: status = 0, headers } = response;
  return { status, text, headers, json: () => mustParse('the body of the answer', text) };
}

/** A server with many channels lists them all; nothing asked for here is longer. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
