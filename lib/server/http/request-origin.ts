import 'server-only';

/** Where a request came from and under which number it is logged. */
export type RequestOrigin = Readonly<{ address: string | null; requestId: string | null }>;

/** As `server.ts` stamped it over whatever the client sent. */
export function requestOrigin(request: Request): RequestOrigin {
  const { headers } = request;
  return { address: headers.get('x-belfry-client-address'), requestId: headers.get('x-request-id') };
}
