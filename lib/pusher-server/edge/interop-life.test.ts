import { expect, test } from 'vitest';
import { browser, connected, heard, sdk, subscribed } from '../testing/official';
import { serve } from '../testing/serve';

test('the client outlives a restart: closed with 4200, it finds the new server and subscribes again', async () => {
  const first = await serve();
  const client = browser(first.port);
  const channel = await subscribed(client, 'private-user-1');
  const firstId = client.connection.socket_id;
  const again = heard(channel, 'pusher:subscription_succeeded');

  // The successor listens before the first server lets go: the client returns within milliseconds, and
  // after one failed attempt it would wait for fifteen seconds.
  first.stopListening();
  const { port } = await serve({}, first.port);
  await first.server.close({ spreadMs: 0 });
  await again;
  expect(first.server.stats().closes).toEqual({ 4200: 1 });
  await connected(client);
  expect(client.connection.socket_id).not.toBe(firstId);
  const received = heard(channel, 'hello');
  await sdk(port).trigger('private-user-1', 'hello', { again: true });
  expect(await received).toEqual({ again: true });
});

test('4001 and 4009 keep the client away, as a terminated session must be', async () => {
  const { server, port } = await serve();
  const client = browser(port);
  await connected(client);
  server.closeConnection(client.connection.socket_id, 4009, 'signed out');
  await expect.poll(() => client.connection.state).toBe('disconnected');
});

test('a client that hears nothing pings, and the pong keeps it connected', async () => {
  const { server, port } = await serve({ activityTimeoutSeconds: 1 });
  const client = browser(port);
  await connected(client);
  const socketId = client.connection.socket_id;
  await expect.poll(() => server.stats().messagesIn, { timeout: 5_000 }).toBeGreaterThan(0);
  expect(client.connection.state).toBe('connected');
  expect(client.connection.socket_id).toBe(socketId);
});
