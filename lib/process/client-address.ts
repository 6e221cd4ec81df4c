/**
 * Who is asking, for limits and logs. Without trusted proxies it is the socket's own address: whatever
 * `X-Forwarded-For` says is the client's word. With n of them it is the n-th entry from the right, because
 * each trusted proxy appended the address it saw, and everything further left may be invented.
 */
export function clientAddress(request: {
  socketAddress: string | undefined;
  forwardedFor: string | undefined;
  trustedProxies: number;
}): string {
  const seen = request.socketAddress ?? 'unknown';
  if (request.trustedProxies === 0 || request.forwardedFor === undefined) return seen;
  const entries = request.forwardedFor.split(',').map((entry) => entry.trim());
  const entry = entries.at(-request.trustedProxies) ?? entries[0];
  return entry === undefined || entry === '' || entry.length > 64 ? seen : entry;
}
