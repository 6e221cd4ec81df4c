import { expect, test } from 'vitest';
import { FakeHub, fannedOut } from '../testing/fake-hub';
import { browser, connected } from '../testing/official';
import { serve } from '../testing/serve';
import type { Logger, PongData } from './policy';

test('a pong carries what the application says of this connection, as an object', async () => {
  const asked: unknown[] = [];
  const pongData: PongData = (connection) => {
    asked.push(connection);
    return { seen: connection.channels.length };
  };
  const world = new FakeHub({ policy: { pongData } });
  const anna = world.subscribed('news', 'private-a');
  world.subscribed('weather');
  anna.send('pusher:ping', {});
  await fannedOut();
  expect(anna.transport.assertReceived('pusher:pong')).toEqual([{ event: 'pusher:pong', data: { seen: 2 } }]);
  expect(asked).toEqual([{ socketId: anna.connection.socketId, channels: ['news', 'private-a'] }]);
});

test('where there is nothing to say, or saying it fails, the pong is as plain as ever', async () => {
  const errors: string[] = [];
  const logger: Logger = { info() {}, warn() {}, error: (_, sentence) => errors.push(sentence) };
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  for (const [pongData, failures] of [
    [() => undefined, 0],
    [async () => undefined, 0],
    [() => circular, 1],
    [() => Promise.reject(new Error('the database is away')), 2],
    [
      () => {
        throw new Error('a defect');
      },
      3,
    ],
  ] as const) {
    const anna = new FakeHub({ policy: { pongData, logger } }).connect();
    anna.send('pusher:ping');
    await fannedOut();
    expect(anna.transport.assertReceived('pusher:pong')).toEqual([{ event: 'pusher:pong', data: '{}' }]);
    expect(errors).toHaveLength(failures);
  }
});

test('a pong that carries nothing stays before the answer to what came after its ping', async () => {
  const world = new FakeHub({ policy: { pongData: () => undefined } });
  const anna = world.connect();
  anna.send('pusher:ping');
  anna.send('pusher:subscribe', { channel: 'news' });
  await fannedOut();
  anna.transport.assertReceived('pusher:pong', 'pusher_internal:subscription_succeeded');
});

test('a pong comes behind the events it may speak of', async () => {
  const world = new FakeHub({ policy: { pongData: () => ({ seq: 1 }) } });
  const anna = world.subscribed('news');
  world.trigger('news', 'one');
  anna.send('pusher:ping');
  await fannedOut();
  anna.transport.assertReceived('one', 'pusher:pong');
});

test('whoever pings without waiting for the answer asks the application once at a time', async () => {
  let asked = 0;
  let answer: (data: object) => void = () => {};
  const pongData = () => {
    asked += 1;
    return new Promise<object>((resolve) => {
      answer = resolve;
    });
  };
  const anna = new FakeHub({ policy: { pongData } }).connect();
  for (let at = 0; at < 5; at++) anna.send('pusher:ping');
  anna.transport.assertReceived('pusher:pong', 'pusher:pong', 'pusher:pong', 'pusher:pong');
  expect(asked).toBe(1);
  answer({ late: true });
  await fannedOut();
  expect(anna.transport.assertReceived('pusher:pong')[0]?.data).toEqual({ late: true });
  anna.send('pusher:ping');
  expect(asked).toBe(2);
});

test('a connection that is gone before its pong is not written to', async () => {
  let answer: (data: object) => void = () => {};
  const pongData = () =>
    new Promise<object>((resolve) => {
      answer = resolve;
    });
  const anna = new FakeHub({ policy: { pongData } }).connect();
  anna.send('pusher:ping');
  anna.lose();
  answer({ late: true });
  await fannedOut();
  anna.transport.assertNothingReceived();
});

test('the official client goes on as before, and hands the data to whoever listens for it', async () => {
  const { port } = await serve({ activityTimeoutSeconds: 1, pongData: () => ({ tips: { a: 1 } }) });
  const client = browser(port);
  await connected(client);
  const data = await new Promise((resolve) => client.bind('pusher:pong', resolve));
  expect(data).toEqual({ tips: { a: 1 } });
  expect(client.connection.state).toBe('connected');
});
