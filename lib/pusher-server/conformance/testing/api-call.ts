import { type IncomingMessage, request as requestHttp } from 'node:http';
import type { Target } from '../target';
import { callSignature, md5 } from '../wire/signatures';

/** An HTTP call on its way through a proxy. */
export type ApiCall = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Its answer. */
export type ApiAnswer = {
  readonly status: number;
  readonly type: string;
  readonly allow: string | undefined;
  readonly text: string;
};

/** A call as it came in. */
export async function receivedCall(request: IncomingMessage): Promise<ApiCall> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://proxy');
  const {
    'content-length': _length,
    'transfer-encoding': _encoding,
    connection: _line,
    host: _host,
    ...headers
  } = request.headers as Record<string, string>;
  const body = await textOf(request);
  return {
    method: request.method ?? '',
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers,
    body,
  };
}

/** Sends it on and returns the answer. */
export function sendCall(port: number, { method, path, query, headers, body }: ApiCall): Promise<ApiAnswer> {
  const address = `${path}?${new URLSearchParams(query).toString().replaceAll('+', '%20')}`;
  return new Promise((resolve, reject) => {
    const length = body === '' ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const options = {
      host: '127.0.0.1',
      port,
      method,
      path: address,
      headers: { ...headers, ...length },
      agent: false,
    };
    const request = requestHttp(options, async (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      const { 'content-type': type = '', allow } = answered;
      resolve({ status, type, allow, text: await textOf(response) });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** The call signed anew, as it now is, with the right secret. */
export function signedAnew(
  call: ApiCall,
  { key, secret }: Target,
  more: Record<string, string> = {},
): ApiCall {
  const { auth_signature: _wrong, ...query }: Record<string, string> = {
    auth_timestamp: String(Math.floor(Date.now() / 1_000)),
    ...call.query,
    auth_key: key,
    auth_version: '1.0',
    ...(call.body !== '' && { body_md5: md5(call.body) }),
    ...more,
  };
  const path = decodeURIComponent(call.path);
  return { ...call, query: { ...query, auth_signature: callSignature(secret, { ...call, path, query }) } };
}

/** Whether the call came rightly signed. */
export function isRightlySigned(call: ApiCall, { secret }: Target): boolean {
  const { auth_signature: signature, ...query } = call.query;
  const path = decodeURIComponent(call.path);
  return signature === callSignature(secret, { ...call, path, query });
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
