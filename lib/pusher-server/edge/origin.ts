import type { IncomingMessage } from 'node:http';

/**
 * Which pages may connect: all, those of the listed origins (`https://example.org`, exact, lower case), or
 * whichever the function accepts. A list refuses requests without an `Origin`, and `null`: only browsers
 * send one, and only they can be tricked into connecting for somebody else (cross-site WebSocket hijacking).
 */
export type AllowedOrigins =
  | 'any'
  | readonly string[]
  | ((origin: string | undefined, request: IncomingMessage) => boolean);

export function isAllowedOrigin(allowed: AllowedOrigins, request: IncomingMessage): boolean {
  if (allowed === 'any') return true;
  const { origin } = request.headers;
  if (typeof allowed === 'function') return allowed(origin, request);
  return origin !== undefined && origin !== 'null' && allowed.includes(origin);
}
