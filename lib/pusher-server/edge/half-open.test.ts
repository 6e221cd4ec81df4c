import { expect, test } from 'vitest';
import { openLine } from '../testing/line';
import { browser, connected, heard, sdk, subscribed } from '../testing/official';
import { serve } from '../testing/serve';
import { handshakeStatus, SocketClient } from '../testing/socket-client';

// A line that is dead and does not say so: nothing arrives, nothing fails, nobody is told.

const LONG = { timeout: 60_000 };
const SOON = { timeout: 15_000 };

test(
  'the server notices a peer behind a dead line, its membership leaves, and its place is free again',
  LONG,
  async () => {
    const { server, port } = await serve({ activityTimeoutSeconds: 0.6, limits: { maxConnections: 2 } });
    const line = await openLine(port);
    const witness = await SocketClient.connect(port);
    await witness.subscribe('presence-a', '{"user_id":"anna"}');
    const lost = await SocketClient.connect(line.port);
    await lost.subscribe('presence-a', '{"user_id":"ben"}');
    await witness.received('pusher_internal:member_added');
    // The premise: while the line is alive, silence alone ends nobody.
    await new Promise((resolve) => lost.socket.once('ping', resolve));
    await new Promise((resolve) => lost.socket.once('ping', resolve));
    expect(server.stats().connections).toBe(2);

    line.swallow();
    expect((await witness.received('pusher_internal:member_removed')).data).toBe('{"user_id":"ben"}');
    expect(server.stats()).toMatchObject({ connections: 1, closes: { 4201: 1 } });
    // The close is never answered either, which holds the place for the five seconds of `closeTimeout`.
    await expect.poll(() => handshakeStatus(port, '/app/app-key?protocol=7'), SOON).toBe(101);
    expect(lost.socket.readyState).toBe(lost.socket.OPEN);
  },
);

test(
  'the official client notices a dead line, connects anew and hears everything from then on',
  LONG,
  async () => {
    const { server, port } = await serve();
    const line = await openLine(port);
    const client = browser(line.port, 'anna', { activityTimeout: 500, pongTimeout: 2_000 });
    const channel = await subscribed(client, 'private-a');
    const states: string[] = [];
    client.connection.bind('state_change', ({ current }: { current: string }) => states.push(current));
    const { socket_id: before } = client.connection;
    // The premise: it asks, and the answer keeps it.
    await expect.poll(() => server.stats().messagesIn, SOON).toBeGreaterThan(2);
    expect(states).toEqual([]);

    const again = heard(channel, 'pusher:subscription_succeeded');
    line.swallow();
    await again;
    expect(client.connection.socket_id).not.toBe(before);
    expect(states).toEqual(['connecting', 'connected']);
    const told = heard(channel, 'hello');
    await sdk(port).trigger('private-a', 'hello', { after: 'the dead line' });
    expect(await told).toEqual({ after: 'the dead line' });
  },
);

test(
  'a client that slept finds its line closed and comes back, and what is late disturbs nobody',
  LONG,
  async () => {
    const { server, port } = await serve({ activityTimeoutSeconds: 0.6 });
    const line = await openLine(port);
    const client = browser(line.port, 'anna', { activityTimeout: 600_000 });
    const channel = await subscribed(client, 'presence-a');
    line.swallow();
    await expect.poll(() => server.stats().closes[4201], SOON).toBe(1);
    const again = heard(channel, 'pusher:subscription_succeeded');
    line.mend();
    await again;
    await connected(client);
    expect(server.stats()).toMatchObject({ connections: 1, channels: 1 });
  },
);

test('whoever answered while this process was held up is not taken for gone', LONG, async () => {
  const { server, port } = await serve({ activityTimeoutSeconds: 0.6 });
  const client = await SocketClient.connect(port);
  for (let round = 0; round < 3; round++) {
    // The ping has left when the hold-up begins, and the answer is in the socket when it ends.
    await new Promise((resolve) => client.socket.once('ping', resolve));
    await new Promise((resolve) => setImmediate(resolve));
    const until = performance.now() + 1_500;
    while (performance.now() < until) Math.sqrt(until);
  }
  await client.settled();
  expect(server.stats()).toMatchObject({ connections: 1, closes: {} });
});
