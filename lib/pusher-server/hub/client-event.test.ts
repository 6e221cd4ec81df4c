import { expect, test } from 'vitest';
import { FakeHub, fannedOut } from '../testing/fake-hub';

const world = () => new FakeHub({ policy: { clientEvents: true } });
const member = (user_id: string | number) => JSON.stringify({ user_id });

test('a client event goes to the others, as it came', async () => {
  const hub = world();
  const anna = hub.subscribed('private-a');
  const ben = hub.subscribed('private-a');
  for (const data of [{ x: [1, null] }, 'text', 7, null]) anna.send('client-typing', data, 'private-a');
  anna.sendText('{"event":"client-bare","channel":"private-a"}');
  await fannedOut();
  anna.transport.assertNothingReceived();
  expect(ben.transport.take()).toEqual([
    { event: 'client-typing', channel: 'private-a', data: { x: [1, null] } },
    { event: 'client-typing', channel: 'private-a', data: 'text' },
    { event: 'client-typing', channel: 'private-a', data: 7 },
    { event: 'client-typing', channel: 'private-a', data: null },
    { event: 'client-bare', channel: 'private-a' },
  ]);
});

test('numbers and spellings that JavaScript would change arrive as they were sent', async () => {
  const hub = world();
  const anna = hub.subscribed('private-a');
  const ben = hub.subscribed('private-a');
  const frames: string[] = [];
  ben.transport.send = (frame) => void frames.push(frame.toString());
  const data = '{"id":9007199254740993,"big":1e999,"a":1.10,"a":"\\ud800"}';
  anna.sendText(`{"event":"client-x","channel":"private-a","data":${data}}`);
  await fannedOut();
  expect(frames).toEqual([`{"event":"client-x","channel":"private-a","data":${data}}`]);
});

test('on a presence channel it names its true sender, whatever the sender claims', async () => {
  const hub = world();
  const anna = hub.connect();
  anna.subscribe('presence-a', member('anna'));
  const ben = hub.connect();
  ben.subscribe('presence-a', member('ben'));
  await fannedOut();
  ben.transport.take();
  anna.sendText('{"event":"client-x","channel":"presence-a","data":{},"user_id":"ben"}');
  await fannedOut();
  expect(ben.transport.take()).toEqual([
    { event: 'client-x', channel: 'presence-a', data: {}, user_id: 'anna' },
  ]);
});

test('what breaks a rule is answered and goes nowhere', async () => {
  const hub = world();
  const anna = hub.subscribed('news', 'private-a', 'private-encrypted-a');
  const ben = hub.subscribed('news', 'private-a', 'private-encrypted-a', 'private-b');
  const broken: [string, unknown, string][] = [
    ['client-x', {}, 'news'],
    ['client-x', {}, 'private-encrypted-a'],
    ['client-x', {}, 'private-b'],
    ['client-x', {}, 'nowhere'],
    [`client-${'x'.repeat(194)}`, {}, 'private-a'],
    ['client-x', 'x'.repeat(10_241), 'private-a'],
    ['client-x', { x: 'ä'.repeat(5_120) }, 'private-a'],
  ];
  for (const [name, data, channel] of broken) {
    anna.send(name, data, channel);
    anna.transport.assertReceived('pusher:error');
    hub.nowMs += 1_000;
  }
  await fannedOut();
  ben.transport.assertNothingReceived();
  anna.transport.assertOpen();
});

test('they are off unless the application wants them', async () => {
  const hub = new FakeHub();
  const anna = hub.subscribed('private-a');
  const ben = hub.subscribed('private-a');
  anna.send('client-x', {}, 'private-a');
  await fannedOut();
  anna.transport.assertReceived('pusher:error');
  ben.transport.assertNothingReceived();
});

test('ten a second pass, the next are answered 4301, and the connection goes on', async () => {
  const hub = world();
  const anna = hub.subscribed('private-a');
  const ben = hub.subscribed('private-a');
  for (let at = 0; at < 12; at++) anna.send('client-x', at, 'private-a');
  await fannedOut();
  expect(ben.transport.take()).toHaveLength(10);
  const [error] = anna.transport.assertReceived('pusher:error', 'pusher:error');
  expect(error?.data).toMatchObject({ code: 4301 });
  hub.nowMs += 1_000;
  anna.send('client-x', 12, 'private-a');
  await fannedOut();
  ben.transport.assertReceived('client-x');
  anna.transport.assertOpen();
});

test('data nested as deep as the parser allows passes; one level more is no message', async () => {
  const hub = world();
  const anna = hub.subscribed('private-a');
  const ben = hub.subscribed('private-a');
  const text = (levels: number) =>
    `{"event":"client-x","channel":"private-a","data":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  anna.sendText(text(63));
  anna.sendText(text(64));
  anna.sendText(text(8_000));
  await fannedOut();
  ben.transport.assertReceived('client-x');
  anna.transport.assertReceived('pusher:error', 'pusher:error');
});
