import type { ServerResponse } from 'node:http';

/**
 * Sends events to the client as they come, until there are no more or the client is gone: then the body is cancelled at
 * once. What the client does not take waits here, one event at a time; the body is read on when it has. A body that
 * fails cuts the line.
 */
export async function sendEvents(response: ServerResponse, body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader();
  // Both end the loop below, wherever it waits.
  const leave = () => void reader.cancel().catch(nothing);
  response.on('close', leave);
  reader.closed.catch(() => response.destroy());
  if (response.destroyed) leave();
  response.flushHeaders();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (!response.write(part.value)) await drained(response);
    }
    response.end();
    destroyLate(response);
  } catch {
    // Cut above, with its reader: whoever made it fail knows why.
    response.destroy();
  }
}

/** Resolves when there is room again, or nobody to have room for. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
    if (response.destroyed) done();
  });
}

/** A client that does not take the end would hold its line until the system gives up on it. */
function destroyLate(response: ServerResponse): void {
  const late = setTimeout(() => response.destroy(), END_WITHIN_MS);
  response.on('close', () => clearTimeout(late));
}

function nothing(): void {}

const END_WITHIN_MS = 2_000;
