import type { IncomingMessage } from 'node:http';
import { isLoopback } from '@/lib/server/operator/loopback';

/**
 * Whether a program on this computer sent this request itself. Every proxy worth the name says that it is one, and a
 * request that says so is somebody else's, whether the proxy is trusted or not. Asked before any header is removed.
 */
export function isLocalPeer({
  socket,
  headers,
}: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string } }): boolean {
  const isProxied = Object.keys(headers).some((name) => name.startsWith('x-forwarded') || PROXIES.has(name));
  return !isProxied && isLoopback(socket.remoteAddress ?? '');
}

/** RFC 7239, RFC 9110 section 7.6.3, and what nginx, Cloudflare, Akamai and Fly are usually told to send. */
const PROXIES: ReadonlySet<string> = new Set([
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'cf-connecting-ip',
  'true-client-ip',
  'fly-client-ip',
]);
