import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type FaultProxy, openFaultProxy, type ProxyOptions } from '../proxy';

/** What one end of a connection has received and how it ended. */
export type End = Readonly<{
  socket: Socket;
  received(): Buffer;
  /** Null while it is open. */
  ended(): 'in order' | 'broken' | null;
}>;

export function watch(socket: Socket): End {
  const parts: Buffer[] = [];
  let ended: 'in order' | 'broken' | null = null;
  socket.on('data', (part) => parts.push(part));
  socket.on('end', () => {
    ended ??= 'in order';
  });
  socket.on('error', () => {
    ended = 'broken';
  });
  return { socket, received: () => Buffer.concat(parts), ended: () => ended };
}

/** A target that keeps what connects to it, and a proxy before it. */
export async function withProxy(options: Partial<ProxyOptions> = {}) {
  const arrived: End[] = [];
  const target = createServer({ allowHalfOpen: true }, (socket) => arrived.push(watch(socket)));
  target.listen(0, '127.0.0.1');
  await once(target, 'listening');
  // A server on a port, never on a pipe: the address is an object.
  const { port } = target.address() as AddressInfo;
  const proxy = await openFaultProxy({ to: { port }, seed: 7, ...options });
  const clients: Socket[] = [];
  onTestFinished(async () => {
    await proxy.close();
    target.close();
    for (const socket of [...clients, ...arrived.map((end) => end.socket)]) socket.destroy();
  });
  return {
    proxy,
    arrived,
    target,
    /** A client through the proxy; connected, not necessarily to the target yet. */
    async client(): Promise<End> {
      const end = await open(proxy);
      clients.push(end.socket);
      return end;
    },
  };
}

/** Rejects when the port refuses. */
export async function open(proxy: Pick<FaultProxy, 'port'>): Promise<End> {
  const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
  const end = watch(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', (error) => {
      // A reset may be here before its own connection was noticed.
      if ('code' in error && error.code === 'ECONNREFUSED') reject(error);
      else resolve();
    });
  });
  return end;
}
