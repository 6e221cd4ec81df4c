import { expect, test } from 'vitest';
import { createPusherServer, PusherError } from './index';
import { APP } from './testing/fake-hub';
import { serve } from './testing/serve';
import { SocketClient } from './testing/socket-client';

const OTHER = { id: '2', key: 'other-key', secret: 'other-secret' };

test('two applications share a server and nothing else', async () => {
  const { server, port } = await serve({ apps: [APP, OTHER] });
  const mine = await SocketClient.connect(port);
  const theirs = await SocketClient.connect(port, '/app/other-key?protocol=7');
  await mine.subscribe('news');
  await theirs.subscribe('news');
  expect(server.isOccupied('news', '2')).toBe(true);
  expect([mine, theirs].map((one) => server.hasConnection(one.socketId))).toEqual([true, true]);
  expect(server.hasConnection('1.1')).toBe(false);
  server.trigger({ appId: '2', channels: ['news'], name: 'for-other', data: '' });
  await theirs.received('for-other');
  await mine.settled();
  expect(mine.messages).toEqual([]);
  expect([...server.channels('ne')]).toEqual([{ name: 'news', subscriptionCount: 1 }]);
  expect([...server.channels('x', '2')]).toEqual([]);
  expect(server.stats()).toMatchObject({ connections: 2, channels: 2, triggers: 1 });
});

test('a trigger inside the process obeys the rules of the HTTP API', () => {
  const server = createPusherServer({ apps: [APP] });
  const event = { channels: ['a'], name: 'n', data: '' };
  const status = (act: () => void) => {
    try {
      act();
      return 200;
    } catch (error) {
      return error instanceof PusherError ? error.status : 'defect';
    }
  };
  expect(status(() => server.trigger(event))).toBe(200);
  expect(status(() => server.trigger({ ...event, channels: [] }))).toBe(400);
  expect(status(() => server.trigger({ ...event, name: 'pusher:x' }))).toBe(400);
  expect(status(() => server.trigger({ ...event, socketId: 'x' }))).toBe(400);
  expect(status(() => server.trigger({ ...event, data: 'x'.repeat(10_241) }))).toBe(413);
  expect(status(() => server.trigger({ ...event, appId: '7' }))).toBe(404);
  expect(status(() => server.triggerBatch([]))).toBe(400);
  expect(status(() => server.triggerBatch([{ channel: 'a', name: 'n', data: '' }], '7'))).toBe(404);
});

test('a batch inside the process keeps its order and leaves the given list alone', async () => {
  const { server, port } = await serve();
  const client = await SocketClient.connect(port);
  await client.subscribe('a');
  const batch = [
    { channel: 'a', name: 'one', data: '1' },
    { channel: 'a', name: 'skipped', data: '2', socketId: client.socketId },
    { channel: 'a', name: 'three', data: '3' },
  ];
  const copy = structuredClone(batch);
  server.triggerBatch(batch);
  await client.received('three');
  expect(client.messages.map(({ event }) => event)).toEqual(['one']);
  expect(batch).toEqual(copy);
});

test('statistics are a copy', () => {
  const server = createPusherServer({ apps: [APP] });
  const stats = server.stats();
  (stats.closes as Record<number, number>)[4200] = 7;
  expect(server.stats().closes).toEqual({});
});
