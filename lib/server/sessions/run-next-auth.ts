import 'server-only';
import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';
import type { OwnOrigin } from '../http/own-origin';
import { ANSWER_HEADERS } from '../http/problem';
import { type AuthRequest, authOptions, ownAddress } from './auth-options';
import { authCookieNames, sessionCookieName } from './session-cookie';
import type { RequestReader } from './session-viewer';

/** `server.ts` writes it over whatever the client sent. */
const ADDRESS_HEADER = 'x-belfry-client-address';

type Asked = {
  segments: readonly string[];
  method: string;
  own: OwnOrigin;
  reader: RequestReader;
  query: Record<string, unknown>;
  body: Record<string, unknown>;
};

/**
 * Runs next-auth through its plain request-and-response door: the one for route handlers reads Next's own
 * headers and cookies, which are more than it should see, and nothing outside Next could test it.
 */
export async function runNextAuth(asked: Asked): Promise<Response> {
  // Tells next-auth to take the origin from the host we hand it; without it, it assumes localhost:3000 and warns.
  process.env.AUTH_TRUST_HOST ??= 'true';
  const request: AuthRequest = {
    secure: asked.own.secure,
    token: asked.reader.cookie(sessionCookieName(asked.own.secure)),
    address: asked.reader.header(ADDRESS_HEADER) ?? 'unknown',
    failure: null,
  };
  const answer = new PlainResponse();
  // Only the members next-auth 4 reads and calls are there (its `next/index.js`), which the types cannot say.
  await NextAuth(
    nextAuthRequest(asked) as unknown as NextApiRequest,
    answer as unknown as NextApiResponse,
    authOptions(request),
  );
  if (request.failure !== null) throw request.failure;
  return answer.toResponse(asked.segments[0] === 'signout' && asked.method === 'POST');
}

function nextAuthRequest({ segments, method, own, reader, query, body }: Asked) {
  const cookies = authCookieNames(own.secure).flatMap((name) => {
    const value = reader.cookie(name);
    if (value === null) return [];
    return [[name, name.endsWith('callback-url') ? ownAddress(value, own.origin) : value]];
  });
  return {
    method,
    query: { ...query, nextauth: segments },
    body,
    cookies: Object.fromEntries(cookies),
    headers: { host: own.host, 'x-forwarded-proto': own.secure ? 'https' : 'http' },
  };
}

/** What next-auth does to a response, kept until it is a `Response`. */
class PlainResponse {
  private code = 200;
  private readonly headers = new Map<string, string | string[]>();
  private body: string | null = null;

  status(code: number): this {
    this.code = code;
    return this;
  }
  getHeader(name: string): string | string[] | undefined {
    return this.headers.get(name.toLowerCase());
  }
  setHeader(name: string, value: string | string[]): this {
    this.headers.set(name.toLowerCase(), value);
    return this;
  }
  json(value: unknown): this {
    this.setHeader('content-type', 'application/json');
    return this.send(value);
  }
  send(value: unknown): this {
    this.body = typeof value === 'string' ? value : JSON.stringify(value);
    return this;
  }
  end(): void {
    this.body = null;
  }

  toResponse(signedOut: boolean): Response {
    const headers = new Headers();
    for (const [name, value] of this.headers) {
      for (const each of [value].flat()) headers.append(name, each);
    }
    for (const [name, value] of Object.entries(ANSWER_HEADERS)) headers.set(name, value);
    // Nothing that this person could read stays behind for the next one at this computer (ASVS 14.3.1). What the browser
    // stores are acts that wait to be sent, everybody's: names of rows and of marks, which their own person sends.
    if (signedOut) headers.set('clear-site-data', '"cache"');
    return new Response(this.body, { status: this.code, headers });
  }
}
