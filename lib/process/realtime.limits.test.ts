import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Config, parseConfig } from '@/lib/env';
import { createLogger } from './logger';
import { openRealtime } from './realtime';

const SECRETS = {
  nextAuthSecret: 'n'.repeat(40),
  pusherAppId: '1',
  pusherKey: 'key',
  pusherSecret: 'p'.repeat(40),
};

/** The embedded server as the process sets it up, on a port of its own. */
async function serve(settings: Record<string, string>) {
  const config: Config = parseConfig(settings, {
    mode: 'production',
    demo: false,
    loadSecrets: () => SECRETS,
  });
  const { server } = openRealtime({
    config,
    logger: createLogger('silent'),
    tip: async () => ({ epoch: 'e', seq: 0 }),
  });
  const http = createServer();
  http.on('upgrade', (request, socket, head) => void server?.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await server?.close({ spreadMs: 0, timeoutMs: 1_000 });
    http.close();
  });
  return (http.address() as AddressInfo).port;
}

/** The status of one more connection; it stays open if it was let in. */
function connectFrom(port: number, forwardedFor: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'x-forwarded-for': forwardedFor };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/app/key?protocol=7`, { headers });
    onTestFinished(() => socket.terminate());
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve(0));
  });
}

test('one address, or one IPv6 network, cannot take the room of the others', async () => {
  const port = await serve({ MAX_CONNECTIONS_PER_ADDRESS: '2', TRUSTED_PROXIES: '1' });
  const statuses: number[] = [];
  for (const address of [
    '203.0.113.7',
    '::ffff:203.0.113.7',
    '203.0.113.7',
    '203.0.113.8',
    '2001:db8::1',
    '2001:db8::2',
    '2001:db8::3',
    '2001:db8:0:1::3',
  ]) {
    statuses.push(await connectFrom(port, address));
  }
  expect(statuses).toEqual([101, 101, 429, 101, 101, 101, 429, 101]);
});

test('without a trusted proxy nobody is believed to be somebody else', async () => {
  const port = await serve({ MAX_CONNECTIONS_PER_ADDRESS: '1' });
  expect(await connectFrom(port, '203.0.113.7')).toBe(101);
  expect(await connectFrom(port, '203.0.113.8')).toBe(429);
});

test('one tab holds as many channels as it may, and no more', async () => {
  const port = await serve({});
  const socket = new WebSocket(`ws://127.0.0.1:${port}/app/key?protocol=7`);
  onTestFinished(() => socket.terminate());
  const events: string[] = [];
  const told = new Promise<void>((resolve) => {
    socket.on('message', (message) => {
      events.push((JSON.parse(String(message)) as { event: string }).event);
      if (events.length === 202) resolve();
    });
  });
  await new Promise((resolve) => socket.once('open', resolve));
  for (let at = 0; at <= 200; at++) {
    socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: `channel-${at}` } }));
  }
  await told;
  expect(events.slice(-2)).toEqual(['pusher_internal:subscription_succeeded', 'pusher:subscription_error']);
});
