import type { Duplex } from 'node:stream';

/** The statuses an upgrade can be refused with. */
export type UpgradeRefusal = keyof typeof PHRASES;

/**
 * Answers an upgrade with an HTTP status instead of a handshake and lets go of the socket. Cheaper than
 * accepting and closing: nothing is allocated for the connection.
 */
export function refuseUpgrade(socket: Duplex, status: UpgradeRefusal): void {
  const phrase = PHRASES[status];
  // The peer may have left already; that is no news and must not become an uncaught error.
  socket.on('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  const retry = status === 403 || status === 404 ? '' : 'Retry-After: 5\r\n';
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\nConnection: close\r\nContent-Type: text/plain\r\n${retry}` +
      `Content-Length: ${phrase.length}\r\n\r\n${phrase}`,
  );
}

const PHRASES = {
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
} as const;
