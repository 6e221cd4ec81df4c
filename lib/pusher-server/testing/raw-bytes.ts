import { connect } from 'node:net';

/** Bytes of an upgrade that is accepted. */
export const HANDSHAKE = Buffer.from(
  'GET /app/app-key?protocol=7 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
);

/**
 * Sends the bytes over a connection of their own, `later` once something was answered, says that this was all,
 * and resolves with the beginning of the answer when the server has closed; after five seconds it hangs up.
 */
export function sendBytes(port: number, first: Buffer, later: readonly Buffer[] = []): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(5_000, () => socket.destroy());
    socket.once('data', () => {
      for (const bytes of later) socket.write(bytes);
      socket.end();
    });
    socket.on('data', (data) => {
      if (answer.length < 100) answer += data.toString('latin1', 0, 100);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(answer));
    socket.write(first);
    // Without an upgrade there may be nothing to wait for: half a request is never answered.
    if (later.length === 0) socket.end();
  });
}
