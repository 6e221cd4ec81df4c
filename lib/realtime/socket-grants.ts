/**
 * Permissions to join, each good for one join of one channel by one socket within 30 seconds. A channel's
 * signature never expires and is bound only to the socket's id, so the embedded server asks for a grant as
 * well: a signature seen once (in a log, in a proxy, from before a sign-out) joins nothing by itself.
 */
export function createSocketGrants(options: {
  /** Milliseconds of a clock that is never put back: `performance.now`. */
  now: () => number;
  /** Grants kept in all. Beyond it the oldest is dropped, and its join is refused: the client asks again. */
  maxGrants?: number;
}): SocketGrants {
  const { now, maxGrants = 20_000 } = options;
  // Oldest first: a map keeps the order of insertion, and a renewed grant is inserted anew.
  const expiry = new Map<string, number>();

  function dropExpired(): void {
    for (const [key, at] of expiry) {
      if (at > now() && expiry.size <= maxGrants) return;
      expiry.delete(key);
    }
  }

  return {
    grant(socketId, channel) {
      const key = keyOf(socketId, channel);
      expiry.delete(key);
      expiry.set(key, now() + GRANT_MS);
      dropExpired();
    },
    take(socketId, channel) {
      const key = keyOf(socketId, channel);
      const at = expiry.get(key);
      expiry.delete(key);
      return at !== undefined && at > now();
    },
  };
}

export type SocketGrants = Readonly<{
  /** Once the signature has been made for it. */
  grant(socketId: string, channel: string): void;
  /** Whether there was a live grant; there is none afterwards. */
  take(socketId: string, channel: string): boolean;
}>;

/** Browsers join in the moment they get their signature; half a minute forgives a slow line. */
const GRANT_MS = 30_000;

/** Neither a socket id nor a channel's name can hold a space, so two pairs never share a key. */
function keyOf(socketId: string, channel: string): string {
  return `${socketId} ${channel}`;
}
