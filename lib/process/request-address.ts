import type { IncomingMessage } from 'node:http';
import { clientAddress } from './client-address';

/** Who sent this request, as far as we may believe it. */
export function requestAddress(request: IncomingMessage, trustedProxies: number): string {
  const forwardedFor = request.headers['x-forwarded-for'];
  return clientAddress({
    socketAddress: request.socket.remoteAddress,
    forwardedFor: Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor,
    trustedProxies,
  });
}
