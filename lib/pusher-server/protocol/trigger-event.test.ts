import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PusherError } from './errors';
import { DEFAULT_LIMITS } from './limits';
import { parseTriggerBatch, parseTriggerEvent } from './trigger-event';

const EVENT = { name: 'news', channels: ['a', 'b'], data: '{"x":1}' };
const parse = (body: unknown) => parseTriggerEvent(body, DEFAULT_LIMITS);
const status = (act: () => unknown) => {
  try {
    act();
    return 200;
  } catch (error) {
    return error instanceof PusherError ? error.status : 'defect';
  }
};

test('an event goes to a list of channels or to one', () => {
  expect(parse(EVENT)).toEqual({
    channels: ['a', 'b'],
    name: 'news',
    data: '{"x":1}',
    socketId: undefined,
    info: [],
  });
  expect(parse({ name: 'n', channel: 'a', data: '' }).channels).toEqual(['a']);
  expect(parse({ ...EVENT, socket_id: '1.2', info: 'user_count, subscription_count' })).toMatchObject({
    socketId: '1.2',
    info: ['user_count', 'subscription_count'],
  });
});

test('a channel named twice is one channel', () => {
  expect(parse({ ...EVENT, channels: ['a', 'b', 'a'] }).channels).toEqual(['a', 'b']);
});

test('1 to 100 channels, each with a valid name', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`);
  expect(parse({ ...EVENT, channels: many(100) }).channels).toHaveLength(100);
  for (const channels of [[], many(101), ['a', 'b c'], ['a:b'], [1], 'a', {}, ['']]) {
    expect(
      status(() => parse({ ...EVENT, channels })),
      JSON.stringify(channels).slice(0, 40),
    ).toBe(400);
  }
  expect(status(() => parse({ ...EVENT, channel: 'c' }))).toBe(400);
  expect(status(() => parse({ name: 'n', data: '' }))).toBe(400);
});

test('the server may speak to a user, but not to an overlong id', () => {
  expect(parse({ ...EVENT, channels: ['#server-to-user-ä b'] }).channels).toEqual(['#server-to-user-ä b']);
  expect(status(() => parse({ ...EVENT, channels: ['#server-to-user-'] }))).toBe(400);
  expect(status(() => parse({ ...EVENT, channels: [`#server-to-user-${'x'.repeat(129)}`] }))).toBe(400);
});

test('data is a string of at most 10 KiB, counted in bytes', () => {
  expect(parse({ ...EVENT, data: 'x'.repeat(10_240) }).data).toHaveLength(10_240);
  expect(status(() => parse({ ...EVENT, data: 'x'.repeat(10_241) }))).toBe(413);
  expect(status(() => parse({ ...EVENT, data: 'ä'.repeat(5_121) }))).toBe(413);
  for (const data of [undefined, null, 1, {}, []]) expect(status(() => parse({ ...EVENT, data }))).toBe(400);
});

test("a name has 1 to 200 characters and is not the protocol's own", () => {
  expect(parse({ ...EVENT, name: 'x'.repeat(200) }).name).toHaveLength(200);
  for (const name of [
    '',
    'x'.repeat(201),
    'pusher:ping',
    'pusher_internal:member_added',
    undefined,
    null,
    1,
  ]) {
    expect(status(() => parse({ ...EVENT, name }))).toBe(400);
  }
});

test('a malformed socket_id is refused: ignoring it would tell the very one to be left out', () => {
  for (const socket_id of ['', '1', '1.1\n', 1.1, false, '1.1:x', ['1.1']]) {
    expect(status(() => parse({ ...EVENT, socket_id }))).toBe(400);
  }
});

test('optional fields may be null, as the official .NET library sends them, and mean what their absence means', () => {
  expect(parse({ ...EVENT, channel: null, socket_id: null, info: null })).toEqual(parse(EVENT));
  const event = { name: 'n', channel: 'a', data: '', socket_id: null, channels: null };
  expect(parseTriggerBatch({ batch: [event] }, DEFAULT_LIMITS)).toEqual([
    { channels: ['a'], name: 'n', data: '', socketId: undefined, info: [] },
  ]);
  expect(status(() => parse({ name: 'n', data: '', channel: null, channels: null }))).toBe(400);
});

test('a batch holds 1 to 10 events, each for one channel, and one bad event refuses it', () => {
  const event = { name: 'n', channel: 'a', data: '' };
  const batch = (count: number) => ({ batch: Array.from({ length: count }, () => event) });
  expect(parseTriggerBatch(batch(10), DEFAULT_LIMITS)).toHaveLength(10);
  for (const body of [
    batch(0),
    batch(11),
    {},
    [],
    null,
    { batch: {} },
    { batch: [event, { ...event, name: '' }] },
    { batch: [EVENT] },
    { batch: [null] },
  ]) {
    expect(status(() => parseTriggerBatch(body, DEFAULT_LIMITS))).toBe(400);
  }
});

test('random bodies are read or refused, never a defect', () => {
  fc.assert(
    fc.property(fc.anything(), fc.jsonValue(), (body, value) => {
      expect(status(() => parse(body))).not.toBe('defect');
      expect(status(() => parse({ ...EVENT, channels: value, socket_id: value, info: value }))).not.toBe(
        'defect',
      );
      expect(status(() => parseTriggerBatch({ batch: [value] }, DEFAULT_LIMITS))).not.toBe('defect');
    }),
  );
});
