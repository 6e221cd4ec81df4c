import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '@/lib/env';
import { createPusherServer } from '@/lib/pusher-server';
import { serveRealtime, TEST_APP } from '@/lib/realtime/testing/realtime-server';
import { openRealtime } from './realtime';

/** Belfry's side of a service at this port, and what it logs. */
function besides(port: number, more: Readonly<Record<string, string>> = {}) {
  const logged: string[] = [];
  const config = parseConfig(
    {
      PUSHER_APP_ID: TEST_APP.id,
      PUSHER_KEY: TEST_APP.key,
      PUSHER_SECRET: TEST_APP.secret,
      PUSHER_HOST: '127.0.0.1',
      PUSHER_PORT: String(port),
      PUSHER_SCHEME: 'http',
      ...more,
    },
    {
      mode: 'production',
      demo: false,
      loadSecrets: () => ({
        nextAuthSecret: 'n'.repeat(43),
        pusherAppId: '1',
        pusherKey: 'k',
        pusherSecret: 'p'.repeat(40),
      }),
    },
  );
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const realtime = openRealtime({ config, logger, tip: async () => ({ epoch: 'e', seq: 0 }) });
  onTestFinished(() => realtime.publisher.close());
  return { ...realtime, logged };
}

test('beside another service there is no server here, and pages may connect to that one', () => {
  expect(besides(6001)).toMatchObject({ server: null, connectTo: ['ws://127.0.0.1:6001'] });
  const hosted = openRealtimeAddress({ PUSHER_SCHEME: 'https', PUSHER_HOST: 'sockets.example.org' });
  expect(hosted).toEqual(['wss://sockets.example.org:6001']);
});

test('the pages of somebody whose session ended are told, once, and nobody else is', async () => {
  const server = await serveRealtime(createPusherServer({ apps: [TEST_APP] }));
  onTestFinished(() => server.close());
  const { sockets, publisher, logged } = besides(server.port);
  const [ana, ben] = await Promise.all(
    ['ana', 'ben'].map((id) => server.listen({ id, role: 'member' }, `private-user-${id}`)),
  );
  sockets.closeSession('s1', 'ana');
  expect(await ana?.until(1)).toMatchObject([{ name: 'session.ended', data: { v: 1 } }]);
  // A session that had ended before is nobody's: the event that follows is the next one heard.
  sockets.closeSession('s1', null);
  for (const id of ['ana', 'ben']) {
    await publisher.publish({ channel: `private-user-${id}`, name: 'after', data: {} });
  }
  expect((await ana?.until(2))?.map(({ name }) => name)).toEqual(['session.ended', 'after']);
  expect((await ben?.until(1))?.map(({ name }) => name)).toEqual(['after']);
  expect(logged).toEqual([]);
});

test('the pages of somebody with another role are told, and nobody else is', async () => {
  const server = await serveRealtime(createPusherServer({ apps: [TEST_APP] }));
  onTestFinished(() => server.close());
  const { sockets, publisher } = besides(server.port);
  const [ana, ben] = await Promise.all(
    ['ana', 'ben'].map((id) => server.listen({ id, role: 'member' }, `private-user-${id}`)),
  );
  sockets.roleChanged('ana');
  expect(await ana?.until(1)).toMatchObject([{ name: 'role.changed', data: { v: 1 } }]);
  await publisher.publish({ channel: 'private-user-ben', name: 'after', data: {} });
  expect((await ben?.until(1))?.map(({ name }) => name)).toEqual(['after']);
});

test('a service that is away does not keep anybody from signing out, and the log says what was missed', async () => {
  const server = await serveRealtime(createPusherServer({ apps: [TEST_APP] }));
  await server.close();
  const { sockets, logged } = besides(server.port);
  sockets.closeSession('s1', 'ana');
  await expect.poll(() => logged.join()).toContain('were not told');
});

const openRealtimeAddress = (variables: Readonly<Record<string, string>>) =>
  besides(6001, variables).connectTo;
