import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClientMessage } from './client-message';

const parse = (message: unknown) => parseClientMessage(JSON.stringify(message));

test('a ping comes with data, with empty data or with none', () => {
  for (const data of [undefined, null, '', {}, '{}', 7]) {
    expect(parse({ event: 'pusher:ping', data })).toEqual({ kind: 'ping' });
  }
  expect(parse({ event: 'pusher:pong' })).toEqual({ kind: 'pong' });
});

test('subscribe is read from an object, as pusher-js sends it, and from a string of JSON', () => {
  const fields = { channel: 'private-a', auth: 'k:s', channel_data: '{"user_id":"1"}' };
  const read = { kind: 'subscribe', channel: 'private-a', auth: 'k:s', channelData: '{"user_id":"1"}' };
  expect(parse({ event: 'pusher:subscribe', data: fields })).toEqual(read);
  expect(parse({ event: 'pusher:subscribe', data: JSON.stringify(fields) })).toEqual(read);
});

test('unsubscribe and sign-in are read', () => {
  expect(parse({ event: 'pusher:unsubscribe', data: { channel: 'a' } })).toEqual({
    kind: 'unsubscribe',
    channel: 'a',
  });
  expect(parse({ event: 'pusher:signin', data: { auth: 'k:s', user_data: '{}' } })).toEqual({
    kind: 'sign-in',
    auth: 'k:s',
    userData: '{}',
  });
});

test('a client event keeps its data as it came', () => {
  const data = { nested: [1, { a: null }] };
  expect(parse({ event: 'client-typing', channel: 'private-a', data })).toEqual({
    kind: 'client-event',
    name: 'client-typing',
    channel: 'private-a',
    dataJson: JSON.stringify(data),
  });
});

test('whatever is not understood is malformed and says why', () => {
  const strange = [
    null,
    1,
    'pusher:ping',
    [],
    {},
    { event: 1 },
    { event: null },
    { event: ['pusher:ping'] },
    { event: 'news' },
    { event: 'pusher:unheard-of' },
    { event: 'pusher_internal:subscription_succeeded' },
    { event: 'pusher:subscribe' },
    { event: 'pusher:subscribe', data: { channel: 1 } },
    { event: 'pusher:subscribe', data: '{' },
    { event: 'pusher:subscribe', data: ['a'] },
    { event: 'pusher:unsubscribe', data: null },
    { event: 'client-a', data: {} },
    { event: 'client-a', channel: {} },
  ];
  for (const message of strange) {
    expect(parse(message), JSON.stringify(message)).toMatchObject({
      kind: 'malformed',
      why: expect.stringMatching(/\w/),
    });
  }
});

test('a key called __proto__ reaches nothing', () => {
  const message = parseClientMessage('{"event":"pusher:subscribe","data":{"__proto__":{"channel":"a"}}}');
  expect(message.kind).toBe('malformed');
});

test('random text never throws', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseClientMessage(text)));
  fc.assert(fc.property(fc.json(), (text) => void parseClientMessage(text)));
});

test('random fields in known events never throw', () => {
  const event = fc.constantFrom(
    'pusher:subscribe',
    'pusher:unsubscribe',
    'pusher:signin',
    'client-x',
    'pusher:ping',
  );
  fc.assert(
    fc.property(event, fc.jsonValue(), fc.jsonValue(), (name, data, channel) => {
      const message = parse({ event: name, data, channel });
      if (message.kind === 'subscribe') expect(typeof message.channel).toBe('string');
    }),
  );
});
