import type { IncomingMessage } from 'node:http';

/**
 * Whose connection this is. Without trusted proxies it is the socket's own address: the header is then the
 * client's word. With n of them it is the n-th entry from the right, because each trusted proxy appends the
 * address it saw, and whatever stands further left may be invented.
 */
export function forwardedAddress(request: IncomingMessage, trustedProxies: number): string {
  const seen = request.socket.remoteAddress ?? '';
  // Node joins the lines of this header with commas.
  const header = request.headers['x-forwarded-for'];
  if (trustedProxies === 0 || header === undefined) return seen;
  const entries = String(header).split(',');
  const entry = (entries.at(-trustedProxies) ?? entries[0] ?? '').trim();
  return entry === '' || entry.length > MAX_ADDRESS_LENGTH ? seen : entry;
}

/** Longer than any address with its zone; a proxy's list is bounded only by the size of headers. */
const MAX_ADDRESS_LENGTH = 64;
