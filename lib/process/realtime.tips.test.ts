import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type RawData, WebSocket } from 'ws';
import { openTestStore } from '@/db/sqlite/open-test-store';
import type { Store } from '@/db/store';
import { parseConfig } from '@/lib/env';
import { authorizeChannel } from '@/lib/realtime/authorize-channel';
import { createLogger } from './logger';
import { openRealtime } from './realtime';

const SECRETS = {
  nextAuthSecret: 'n'.repeat(40),
  pusherAppId: '1',
  pusherKey: 'key',
  pusherSecret: 'p'.repeat(40),
};

/** The embedded server over a store that tells nobody of its commits: every hint is lost. */
async function serve(store: Store) {
  const config = parseConfig({}, { mode: 'production', demo: false, loadSecrets: () => SECRETS });
  const realtime = openRealtime({ config, logger: createLogger('silent'), tip: (id) => store.tip(id, 99) });
  const http = createServer();
  http.on('upgrade', (request, socket, head) => void realtime.server?.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await realtime.server?.close({ spreadMs: 0, timeoutMs: 1_000 });
    http.close();
  });
  const app = config.realtime;

  /** A page's line, subscribed to its person's channel. */
  return async function connect(userId: string) {
    // It listens on a port, never on a pipe.
    const { port } = http.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/app/key?protocol=7`);
    onTestFinished(() => socket.terminate());
    const next = () =>
      new Promise<{ event: string; data: string }>((resolve) =>
        socket.once('message', (data: RawData) => resolve(JSON.parse(String(data)))),
      );
    const { data } = await next();
    const channel = `private-user-${userId}`;
    const socketId: string = JSON.parse(data).socket_id;
    const { auth } = authorizeChannel({ viewer: { id: userId, role: 'member' }, socketId, channel, app });
    realtime.sockets.grant(socketId, channel);
    socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth } }));
    expect((await next()).event).toBe('pusher_internal:subscription_succeeded');
    return async () => {
      socket.send('{"event":"pusher:ping","data":{}}');
      return next();
    };
  };
}

async function openStore() {
  const store = await openTestStore();
  onTestFinished(() => store.close());
  for (const id of ['ana', 'ben', 'ada']) {
    const role = id === 'ada' ? 'sender' : 'member';
    await store.createUser({ id, email: `${id}@x.test`, name: id, role, passwordHash: 'x', now: 1 });
  }
  return store;
}

const content = { title: 'N', body: null, url: null, category: 'general', severity: 'info' } as const;

test('a pong tells the page where its inbox stands, also when the event of the last change was lost', async () => {
  const store = await openStore();
  const ping = await (await serve(store))('ana');
  const tipOf = (seq: number) => ({
    event: 'pusher:pong',
    data: { tips: { 'private-user-ana': { epoch: store.epoch, seq } } },
  });
  expect(await ping()).toEqual(tipOf(0));
  await store.append({ recipients: [{ userId: 'ana', id: 'n1' }], content, now: 2 });
  await store.append({ recipients: [{ userId: 'ben', id: 'n2' }], content, now: 2 });
  expect(await ping()).toEqual(tipOf(1));
});

test('a pong never says that there is nothing new while a broadcast is due to the inbox', async () => {
  const store = await openStore();
  const ping = await (await serve(store))('ana');
  await store.createBroadcast({ id: 'b', createdBy: 'ada', content, audience: { kind: 'everyone' }, now: 2 });
  await store.sendBroadcast('b', { version: 1, count: 3, dueAt: null, as: null, now: 3 });
  expect(await ping()).toMatchObject({ data: { tips: { 'private-user-ana': { seq: 1 } } } });
  const told = await store.sync('ana', { cursor: { epoch: store.epoch, seq: 0 }, now: 4 });
  expect(told).toMatchObject({ changes: [{ seq: 1, item: { broadcastId: 'b' } }] });
});
