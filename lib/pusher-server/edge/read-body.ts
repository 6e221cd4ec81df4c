import type { IncomingMessage } from 'node:http';

/**
 * The body of a request, or `too-large` beyond `maxBytes`. What is too large is read to its end without being
 * kept, so that the sender gets to see the answer, but no further than eight times the bound.
 * Rejects when the sender breaks off. How long a sender may take is the HTTP server's `requestTimeout`.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-large'> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else if (bytes > maxBytes * 8) resolve('too-large');
    });
    request.on('end', () => resolve(bytes > maxBytes ? 'too-large' : whole(chunks)));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('The request broke off'));
    });
  });
}

/** Nearly every body arrives in one piece, which needs no copy. */
function whole(chunks: readonly Buffer[]): Buffer {
  const [first, ...others] = chunks;
  return first && others.length === 0 ? first : Buffer.concat(chunks);
}
