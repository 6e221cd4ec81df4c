import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stopInOrder } from './stop-in-order';
import { type ServedStreams, STREAM, serveStreams } from './testing/serve-streams';

let served: ServedStreams;
beforeEach(async () => {
  served = await serveStreams();
});
afterEach(() => served.close());

/** Of ten clients each. */
const ROUNDS = process.env.LONG === '1' ? 100 : 10;

/** As soon as it is so, and on a busy machine that may take a while. */
const SOON = { interval: 1, timeout: 15_000 };

/** A client that sends the request, reads nothing unless told to, and can vanish. */
async function rawClient() {
  const socket = connect(served.port, '127.0.0.1');
  socket.pause();
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`GET ${STREAM} HTTP/1.1\r\nHost: x\r\nCookie: ${served.cookie}\r\n\r\n`);
  return socket;
}

const openStreams = () => served.house.streams.size();
const openLines = () =>
  new Promise<number>((resolve) => served.http.getConnections((_, count) => resolve(count)));

test('clients that vanish, politely or not, in the middle of anything, leave nothing behind', {
  timeout: 120_000,
}, async () => {
  let opened = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const clients = await Promise.all(Array.from({ length: 10 }, rawClient));
    // Some go before they are answered, some after.
    if (round % 3 > 0) await expect.poll(openStreams, SOON).toBe(10);
    opened += openStreams();
    if (round % 2 === 0) void served.notify('on its way');
    for (const [at, client] of clients.entries()) {
      if (at % 2 === 0) client.resetAndDestroy();
      else client.destroy();
    }
    await expect.poll(openStreams, SOON).toBe(0);
  }
  expect(opened).toBeGreaterThan(ROUNDS * 5);
  await expect.poll(openLines, SOON).toBe(0);
  expect(served.house.streams.users()).toEqual([]);
  expect(served.house.streams.sessions.sessions().size).toBe(0);
});

test('a sign-out ends the streams of its session within a second, over the line', async () => {
  const { over, events, until, response } = await served.open();
  await until(3);
  const [sessionId = ''] = served.house.streams.sessions.sessions().keys();
  const began = performance.now();
  served.house.context.sockets.closeSession(sessionId, served.ana.id);
  expect(await over).toBe('ended');
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(events.at(-1)).toEqual({ name: 'session.ended', data: {} });
  expect(response.complete).toBe(true);
  await expect.poll(openLines, SOON).toBe(0);
});

test('stopping ends open streams whole, soon, and waits for no line of theirs', async () => {
  const readers = await Promise.all([served.open(), served.open()]);
  for (const { until } of readers) await until(3);
  const stuck = await rawClient();
  await expect.poll(openStreams, SOON).toBe(3);
  const nothing = { stop: async () => undefined };
  const began = performance.now();
  await stopInOrder({
    http: served.http,
    streams: served.house.streams,
    sockets: null,
    clock: nothing,
    upkeep: nothing,
    relay: nothing,
    figures: { stop: () => undefined },
    publisher: { close: async () => undefined },
    pages: { close: async () => undefined },
    store: { close: async () => undefined },
  });
  expect(performance.now() - began).toBeLessThan(2_900);
  for (const reader of readers) {
    expect(await reader.over).toBe('ended');
    expect(reader.response.complete).toBe(true);
  }
  stuck.destroy();
});
