import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  connectionEstablished,
  errorFrame,
  eventFrame,
  PONG_FRAME,
  subscriptionError,
  subscriptionSucceeded,
} from './messages';

const read = (frame: Buffer) => JSON.parse(frame.toString()) as Record<string, unknown>;

test('the greeting carries its data as a string of JSON', () => {
  const { event, data } = read(connectionEstablished('1.2', 30));
  expect(event).toBe('pusher:connection_established');
  expect(data).toBe('{"socket_id":"1.2","activity_timeout":30}');
});

test('an event keeps its data to the character, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, data) => {
      expect(read(eventFrame('a', name, data))).toEqual({ event: name, data, channel: 'a' });
    }),
  );
  expect(read(eventFrame('a', 'b', '\ud800 "\\ \u2028 \u0000')).data).toBe('\ud800 "\\ \u2028 \u0000');
});

test('success is a string, a refusal an object, as official clients know them', () => {
  expect(read(subscriptionSucceeded('a'))).toEqual({
    event: 'pusher_internal:subscription_succeeded',
    data: '{}',
    channel: 'a',
  });
  expect(read(subscriptionError('a', { type: 'AuthError', error: 'no', status: 401 }))).toEqual({
    event: 'pusher:subscription_error',
    data: { type: 'AuthError', error: 'no', status: 401 },
    channel: 'a',
  });
});

test('an error has a code only when clients know one', () => {
  expect(read(errorFrame('what?'))).toEqual({
    event: 'pusher:error',
    data: { code: null, message: 'what?' },
  });
  expect(read(errorFrame('slow down', 4301)).data).toEqual({ code: 4301, message: 'slow down' });
  expect(read(PONG_FRAME)).toEqual({ event: 'pusher:pong', data: '{}' });
});
