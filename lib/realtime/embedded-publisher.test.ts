import { expect, test } from 'vitest';
import { createPusherServer } from '@/lib/pusher-server';
import { createEmbeddedPublisher } from './embedded-publisher';
import { publisherContract } from './publisher.contract';
import { serveRealtime, TEST_APP } from './testing/realtime-server';

const ana = { id: 'ana', role: 'member' } as const;
const ben = { id: 'ben', role: 'sender' } as const;

async function open() {
  const pusherServer = createPusherServer({ apps: [TEST_APP] });
  const server = await serveRealtime(pusherServer);
  const publisher = createEmbeddedPublisher(pusherServer);
  const close = async () => {
    await publisher.close();
    await server.close();
  };
  return { publisher, server, close };
}

publisherContract('embedded', open);

test('it knows who is online, each person once, and nobody who only listens to something else', async () => {
  const { publisher, server, close } = await open();
  expect(publisher.onlineUsers()).toEqual([]);
  await server.listen(ana, 'private-user-ana');
  await server.listen(ana, 'private-user-ana');
  await server.listen(ben, 'private-user-ben');
  await server.listen({ id: 'carla', role: 'sender' }, 'private-broadcast-b1');
  expect(publisher.onlineUsers()).toEqual(['ana', 'ben']);
  await close();
});

test('it knows that nobody listens', async () => {
  const { publisher, server, close } = await open();
  await server.listen(ana, 'private-user-ana');
  expect(publisher.mayHaveListeners('private-user-ana')).toBe(true);
  expect(publisher.mayHaveListeners('private-user-an')).toBe(false);
  expect(publisher.mayHaveListeners('private-broadcasts')).toBe(false);
  await close();
});

test('what the server throws is a rejection, not an exception', async () => {
  const publisher = createEmbeddedPublisher({
    trigger: () => {
      throw new Error('too far behind');
    },
    channels: () => [],
    isOccupied: () => false,
  });
  const event = { channel: 'private-user-ana', name: 'inbox.changed', data: {} };
  await expect(publisher.publish(event)).rejects.toThrow('too far behind');
  await expect(publisher.publishBatch([event])).rejects.toThrow('too far behind');
});
