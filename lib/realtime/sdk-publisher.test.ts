import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { createPusherServer } from '@/lib/pusher-server';
import { publisherContract } from './publisher.contract';
import { createSdkPublisher } from './sdk-publisher';
import { serveRealtime, TEST_APP } from './testing/realtime-server';

const event = { channel: 'private-user-ana', name: 'inbox.changed', data: { v: 1 } };

const configFor = (port: number, host = '127.0.0.1') => ({
  appId: TEST_APP.id,
  key: TEST_APP.key,
  secret: TEST_APP.secret,
  service: { host, port, secure: false, cluster: null },
});

publisherContract('sdk', async () => {
  const server = await serveRealtime(createPusherServer({ apps: [TEST_APP] }));
  const publisher = createSdkPublisher(configFor(server.port));
  const close = async () => {
    await publisher.close();
    await server.close();
  };
  return { publisher, server, close };
});

/** A service that answers whatever the test wants. */
async function serve(answer: RequestListener) {
  const http = createServer(answer);
  let connections = 0;
  let firstClosed: Promise<void> = Promise.resolve();
  http.on('connection', (socket) => {
    connections += 1;
    if (connections === 1) firstClosed = new Promise((closed) => socket.once('close', () => closed()));
  });
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  // It listens on a port, so the address is no path.
  const { port } = http.address() as AddressInfo;
  const publisher = createSdkPublisher(configFor(port), { timeoutMs: 100 });
  const close = async () => {
    await publisher.close();
    http.closeAllConnections();
    await new Promise<void>((closed) => http.close(() => closed()));
  };
  return { publisher, port, connections: () => connections, firstClosed: () => firstClosed, close };
}

async function refusalOf(publishing: Promise<void>): Promise<AppError> {
  const error: unknown = await publishing.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error('it was taken, or refused otherwise', { cause: error });
  expect(error.code).toBe('unavailable');
  return error;
}

test('nobody here knows who listens to another service', async () => {
  const publisher = createSdkPublisher(configFor(1));
  expect(publisher.onlineUsers()).toBeNull();
  expect(publisher.mayHaveListeners('private-user-ana')).toBe(true);
  await publisher.close();
});

test('a status of failure is a refusal that names it', async () => {
  const { publisher, close } = await serve((_, response) => response.writeHead(503).end('busy'));
  const error = await refusalOf(publisher.publish(event));
  expect(error.facts).toEqual({ status: 503 });
  expect(error.message).toContain('503');
  await close();
});

test('a body that says error is a refusal, although the status is 200', async () => {
  const { publisher, close } = await serve((_, response) => {
    response.end(JSON.stringify({ error: 'The event data should be less than 10240 KB.', code: 400 }));
  });
  const error = await refusalOf(publisher.publish(event));
  expect(error.message).toContain('The event data should be less');
  await refusalOf(publisher.publishBatch([event]));
  await close();
});

test('an empty or foreign body with a good status is an acceptance', async () => {
  const bodies = ['', '{}', 'ok', '[]', 'null', '"error"', '{"channels":{}}'];
  const { publisher, close } = await serve((_, response) => response.end(bodies.shift()));
  while (bodies.length > 0) await publisher.publish(event);
  await close();
});

test('a service that never answers is given up after the timeout', async () => {
  const { publisher, close } = await serve(() => {});
  expect((await refusalOf(publisher.publish(event))).message).toContain('no answer within 100 ms');
  await close();
});

test('a service whose answer drips is given up after the timeout, and its connection with it', async () => {
  const { publisher, connections, firstClosed, close } = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{');
  });
  const error = await refusalOf(publisher.publish(event));
  expect(error.message).toContain('no whole answer within 100 ms');
  await firstClosed();
  await refusalOf(publisher.publish(event));
  expect(connections()).toBe(2);
  await close();
});

test('a refusal whose text drips is given up after the timeout', async () => {
  const { publisher, close } = await serve((_, response) => {
    response.writeHead(500, { 'content-length': '1000' });
    response.write('x');
  });
  await refusalOf(publisher.publish(event));
  await close();
});

test('an answer without end does not fill the memory', async () => {
  let written = 0;
  const { publisher, close } = await serve((_, response) => {
    const more = () => {
      while (!response.destroyed && written < 50_000_000) {
        written += 65_536;
        if (!response.write(' '.repeat(65_536))) return void response.once('drain', more);
      }
    };
    more();
  });
  await publisher.publish(event);
  expect(written).toBeLessThan(50_000_000);
  await close();
});

test('a refused connection says so, and neither the key nor the signature', async () => {
  const { publisher, port, close } = await serve(() => {});
  await close();
  await expect(publisher.publish(event)).rejects.toThrow('closed');
  const late = createSdkPublisher(configFor(port));
  const error = await refusalOf(late.publish(event));
  expect(error.message).toContain('ECONNREFUSED');
  const everything = JSON.stringify({
    ...error,
    message: error.message,
    stack: error.stack,
    cause: error.cause,
  });
  expect(everything).not.toContain(TEST_APP.key);
  expect(everything).not.toContain('auth_signature');
  await late.close();
});

test('events one after the other share a connection', async () => {
  const { publisher, connections, close } = await serve((_, response) => response.end('{}'));
  for (let i = 0; i < 5; i++) await publisher.publish(event);
  await publisher.publishBatch(Array.from({ length: 30 }, () => event));
  expect(connections()).toBe(1);
  await close();
});

test('a batch stops at the first part that is refused', async () => {
  let calls = 0;
  const { publisher, close } = await serve((_, response) => {
    calls += 1;
    response.writeHead(calls === 2 ? 500 : 200).end('{}');
  });
  await refusalOf(publisher.publishBatch(Array.from({ length: 40 }, () => event)));
  expect(calls).toBe(2);
  await close();
});

test('the embedded server is not published to over a line', () => {
  expect(() => createSdkPublisher({ ...configFor(1), service: null })).toThrow();
});
