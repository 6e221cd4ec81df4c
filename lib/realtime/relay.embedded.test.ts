import { expect, test } from 'vitest';
import { createPusherServer } from '@/lib/pusher-server';
import { parseInboxEvent } from './channels';
import { createEmbeddedPublisher } from './embedded-publisher';
import { createRelay } from './relay';
import { createSessionSockets } from './session-sockets';
import { createSocketGrants } from './socket-grants';
import { createFakeSource } from './testing/fake-source';
import { type RealtimeServer, serveRealtime, TEST_APP } from './testing/realtime-server';
import { createRecordingLog } from './testing/recording-log';

const ana = { id: 'ana', role: 'member' } as const;

/** The relay, the embedded server and official clients, with the clock of the machine. */
async function open() {
  const grants = createSocketGrants({ now: Date.now });
  const pusherServer = createPusherServer({
    apps: [TEST_APP],
    mayJoin: (socketId, channel) => grants.take(socketId, channel),
    onClose: (socketId) => sockets.forget(socketId),
  });
  const sockets = createSessionSockets({
    close: (socketId, code, reason) => pusherServer.closeConnection(socketId, code, reason),
    now: Date.now,
  });
  const server: RealtimeServer = await serveRealtime(pusherServer);
  const source = createFakeSource();
  const logger = createRecordingLog();
  const publisher = createEmbeddedPublisher(pusherServer);
  const relay = createRelay({ source, publisher, logger, now: Date.now });
  source.listen(relay.moved);
  relay.start();
  const close = async () => {
    await relay.stop();
    await publisher.close();
    await server.close();
  };
  return { grants, sockets, server, source, logger, relay, close };
}

test('from a commit to the page it takes less than five milliseconds at the median', async () => {
  const { grants, server, source, logger, close } = await open();
  const page = await server.listen(ana, 'private-user-ana', (made) =>
    grants.grant(made.socketId, made.channel),
  );
  const tookMs: number[] = [];
  for (let i = 1; i <= 200; i++) {
    const committedAt = performance.now();
    source.commit('ana');
    const received = await page.until(i);
    tookMs.push((received.at(-1)?.at ?? Number.POSITIVE_INFINITY) - committedAt);
  }
  const events = page.received.map(({ data }) => parseInboxEvent(data));
  expect(events.map((event) => [event?.from, event?.seq, event?.changes?.length])).toEqual(
    Array.from({ length: 200 }, (_, i) => [i, i + 1, 1]),
  );
  tookMs.sort((a, b) => a - b);
  expect(tookMs[100]).toBeLessThan(5);
  await close();
  expect(source.dirty()).toEqual([]);
  expect(logger.lines).toEqual([]);
});

test('a broadcast reaches each open page on its own channel', async () => {
  const { grants, server, source, close } = await open();
  const people = ['ana', 'ben', 'carla'];
  source.join(...people);
  const pages = await Promise.all(
    people.map((id) =>
      server.listen({ id, role: 'member' }, `private-user-${id}`, (made) =>
        grants.grant(made.socketId, made.channel),
      ),
    ),
  );
  source.broadcast();
  const received = await Promise.all(pages.map((page) => page.until(1)));
  for (const [event] of received) expect(parseInboxEvent(event?.data)).toMatchObject({ from: 0, seq: 1 });
  await close();
});

test('a good signature without a grant joins nothing', async () => {
  const { grants, server, close } = await open();
  await expect(server.listen(ana, 'private-user-ana')).rejects.toThrow('refused');
  // The same, granted, joins: the signature was not what was wrong.
  await server.listen(ana, 'private-user-ana', (made) => grants.grant(made.socketId, made.channel));
  await close();
});

test('signing out closes the page’s socket, and a socket that closes is forgotten', async () => {
  const { grants, sockets, server, close } = await open();
  const listenUnder = (sessionId: string) =>
    server.listen(ana, 'private-user-ana', (made) => {
      sockets.remember(sessionId, made.socketId);
      grants.grant(made.socketId, made.channel);
    });
  const here = await listenUnder('s1');
  await listenUnder('s2');
  expect(sockets.size()).toBe(2);
  sockets.closeSession('s1');
  await here.closed;
  expect(sockets.size()).toBe(1);
  await close();
  expect(sockets.size()).toBe(0);
});
