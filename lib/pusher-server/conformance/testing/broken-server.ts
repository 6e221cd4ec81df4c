import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startOwnServer } from '../own/own-server';
import { hostAndPort, type Target } from '../target';
import { WebhookReceiver } from '../wire/webhook-receiver';
import type { ApiAnswer, ApiCall } from './api-call';
import { receivedCall, sendCall } from './api-call';

/** A message as it passes by, in either direction. */
export type Passing = Record<string, unknown> & { event?: unknown; channel?: unknown; data?: unknown };

/** One client's connection through the proxy. */
export type Line = { readonly client: WebSocket; socketId: string; readonly count: Map<string, number> };

/** What is wrong with a server. Whatever is not said passes as it is. */
export type Defect = {
  /** What goes to the server instead of this message of a client's. */
  readonly up?: (message: Passing, line: Line, target: Target) => readonly Passing[];
  /** The same for text that is no JSON object; false cuts the line. */
  readonly takesText?: (text: string) => boolean;
  /** What goes to the client instead of this message of the server's. */
  readonly down?: (message: Passing, line: Line, lines: ReadonlySet<Line>) => readonly Passing[];
  readonly closeCode?: (code: number) => number;
  readonly executesBinary?: boolean;
  readonly call?: (call: ApiCall, target: Target) => ApiCall;
  readonly answer?: (answer: ApiAnswer, call: ApiCall) => ApiAnswer;
  /** What a webhook's receiver gets instead, as often as there are entries. */
  readonly webhook?: (call: ApiCall) => readonly ApiCall[];
  /** What the server is told of it; undefined: what the receiver said. */
  readonly webhookStatus?: number;
};

/** Our own server behind a proxy that spoils it in one way; gone when the test is. */
export async function brokenServer(defect: Defect): Promise<{ target: Target; webhooks: WebhookReceiver }> {
  const webhooks = await WebhookReceiver.listen(0, '127.0.0.1');
  const relay = createServer((request, response) => {
    relayWebhook(defect, webhooks.port, request, response).catch(() => response.destroy());
  });
  const own = await startOwnServer(await listen(relay));
  const proxy = createServer((request, response) => {
    relayCall(defect, own.target, request, response).catch(() => response.destroy());
  });
  const lines = new Set<Line>();
  const accepting = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  proxy.on('upgrade', (request: IncomingMessage, socket, head) => {
    const server = new WebSocket(`ws://${hostAndPort(own.target)}${request.url}`, {
      perMessageDeflate: false,
    });
    server.on('error', () => socket.destroy());
    server.on('open', () => {
      accepting.handleUpgrade(request, socket, head, (client) =>
        join({ defect, server, client, lines, target: own.target }),
      );
    });
  });
  const target = { ...own.target, port: await listen(proxy) };
  onTestFinished(async () => {
    for (const { client } of lines) client.terminate();
    await own.close();
    webhooks.close();
    for (const server of [proxy, relay]) {
      server.close();
      server.closeAllConnections();
    }
  });
  return { target, webhooks };
}

type Joining = {
  readonly defect: Defect;
  readonly server: WebSocket;
  readonly client: WebSocket;
  readonly lines: Set<Line>;
  readonly target: Target;
};

function join({ defect, server, client, lines, target }: Joining): void {
  const line: Line = { client, socketId: '', count: new Map() };
  lines.add(line);
  server.on('message', (data) => {
    const message = objectOf(String(data));
    if (message?.event === 'pusher:connection_established') line.socketId = socketIdOf(message);
    const passing = message && defect.down ? defect.down(message, line, lines) : null;
    for (const text of passing?.map((each) => JSON.stringify(each)) ?? [String(data)]) client.send(text);
  });
  client.on('message', (data, isBinary) => {
    const text = String(data);
    const message = objectOf(text);
    if (isBinary && !defect.executesBinary) server.send(text, { binary: true });
    else if (message && defect.up) {
      for (const each of defect.up(message, line, target)) server.send(JSON.stringify(each));
    } else if (defect.takesText?.(text) === false) client.terminate();
    else server.send(text);
  });
  server.on('close', (code, reason) => {
    lines.delete(line);
    if (code === 1006) client.terminate();
    else client.close(defect.closeCode?.(code) ?? code, reason);
  });
  client.on('close', () => server.terminate());
  client.on('error', () => server.terminate());
}

async function relayCall(
  defect: Defect,
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const received = await receivedCall(request);
  const call = defect.call?.(received, target) ?? received;
  const answer = await sendCall(target.port, call);
  const { status, type, allow, text } = defect.answer?.(answer, call) ?? answer;
  response
    .writeHead(status, { 'Content-Type': type, ...(allow !== undefined && { Allow: allow }) })
    .end(text);
}

async function relayWebhook(
  defect: Defect,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const received = await receivedCall(request);
  let status = 200;
  for (const call of defect.webhook?.(received) ?? [received]) ({ status } = await sendCall(port, call));
  response.writeHead(defect.webhookStatus ?? status).end();
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server always has an address of this kind.
  return (server.address() as AddressInfo).port;
}

function socketIdOf({ data }: Passing): string {
  return String((JSON.parse(String(data)) as { socket_id: unknown }).socket_id);
}

function objectOf(text: string): Passing | null {
  try {
    const value = JSON.parse(text) as Passing | null;
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    // No message: it passes as text.
    return null;
  }
}
