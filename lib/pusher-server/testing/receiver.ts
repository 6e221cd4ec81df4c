import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Happening } from '../index';

/** One call as a receiver of webhooks saw it. */
export type ReceivedCall = { readonly headers: IncomingHttpHeaders; readonly rawBody: string };

/** A receiver of webhooks on a port of its own. */
export type Receiver = {
  readonly received: readonly ReceivedCall[];
  readonly url: string;
  /** From now on nobody is there. */
  stop(): void;
};

/** A receiver that answers with the given statuses, the last one for ever; 0 never answers. */
export async function openReceiver(...statuses: readonly number[]): Promise<Receiver> {
  const received: ReceivedCall[] = [];
  const server = createServer(async (request, response) => {
    let rawBody = '';
    for await (const chunk of request.setEncoding('utf8')) rawBody += String(chunk);
    received.push({ headers: request.headers, rawBody });
    const status = statuses[Math.min(received.length, statuses.length) - 1] ?? 200;
    if (status !== 0) response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('ignored');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(stop);
  // A TCP server always has an address of this kind.
  return { received, stop, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

/** What was told in these calls, in order. */
export function happeningsOf(received: readonly ReceivedCall[]): readonly Happening[] {
  return received.flatMap(({ rawBody }) => (JSON.parse(rawBody) as { events: Happening[] }).events);
}
