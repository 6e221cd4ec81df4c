import type { Server } from 'node:http';

/** What is stopped, in the order in which one part needs the next. */
export type Stoppable = Readonly<{
  http: Pick<Server, 'close' | 'closeIdleConnections' | 'closeAllConnections' | 'listening'>;
  streams: { stop(): Promise<void> };
  sockets: { close(options: { spreadMs: number; timeoutMs: number }): Promise<void> } | null;
  clock: { stop(): Promise<void> };
  upkeep: { stop(): Promise<void> };
  relay: { stop(): Promise<void> };
  figures: { stop(): void };
  publisher: { close(): Promise<void> };
  pages: { close(): Promise<void> };
  store: { close(): Promise<void> };
}>;

/** Spread, so that those who come back do not come back at once. */
const CLOSE_SPREAD_MS = 1_500;
const CLOSE_TIMEOUT_MS = 3_000;
/** Requests under way may finish; a stream that never ends may not hold the stop. */
const REQUESTS_MS = 3_000;

/**
 * Takes nothing new, tells every socket, lets requests finish, sends what is committed, and closes the
 * database last: each step needs the ones after it. Well within ten seconds in all.
 */
export async function stopInOrder(parts: Stoppable): Promise<void> {
  const requestsDone = closeHttp(parts.http);
  // Answers that would never end by themselves: the requests are not done before these are.
  const streamsDone = parts.streams.stop();
  await Promise.all([parts.clock.stop(), parts.upkeep.stop()]);
  await Promise.all([
    parts.sockets?.close({ spreadMs: CLOSE_SPREAD_MS, timeoutMs: CLOSE_TIMEOUT_MS }),
    streamsDone,
    requestsDone,
  ]);
  await parts.relay.stop();
  parts.figures.stop();
  await parts.publisher.close();
  await parts.store.close();
  await parts.pages.close();
}

function closeHttp(http: Stoppable['http']): Promise<void> {
  if (!http.listening) return Promise.resolve();
  return new Promise((resolve) => {
    // Sockets that were upgraded by others (hot reload) are on no list of the server's: nobody waits for those.
    const impatient = setTimeout(() => {
      http.closeAllConnections();
      resolve();
    }, REQUESTS_MS);
    http.close(() => {
      clearTimeout(impatient);
      resolve();
    });
    http.closeIdleConnections();
  });
}
