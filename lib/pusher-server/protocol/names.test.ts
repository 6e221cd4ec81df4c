import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  channelKind,
  isChannelName,
  isClientEvent,
  isReservedEvent,
  isSocketId,
  serverToUserId,
} from './names';

test('a channel name is 1 to 200 characters of the alphabet', () => {
  for (const name of ['a', 'Z9_-=@,.;', 'private-user-1', 'x'.repeat(200)])
    expect(isChannelName(name)).toBe(true);
  for (const name of ['', 'x'.repeat(201), 'a b', 'a:b', 'a/b', 'ä', 'a\n', '\na', '#a', 'a\u0000']) {
    expect(isChannelName(name), JSON.stringify(name)).toBe(false);
  }
});

test('what is not a string is no channel name and no socket id', () => {
  for (const value of [undefined, null, 1, true, ['a'], { toString: () => 'a' }]) {
    expect(isChannelName(value)).toBe(false);
    expect(isSocketId(value)).toBe(false);
  }
});

test('a socket id is two ASCII numbers with a dot and nothing around them', () => {
  for (const id of ['1.1', '12345678901234567890.0']) expect(isSocketId(id)).toBe(true);
  for (const id of [
    '',
    '1',
    '1.',
    '.1',
    '1.1.1',
    '1.1\n',
    ' 1.1',
    '-1.1',
    '1e3.1',
    '١.١',
    '1.1:private-a',
    '123456789012345678901.1',
  ]) {
    expect(isSocketId(id), JSON.stringify(id)).toBe(false);
  }
});

test('the prefix of a channel counts with its dash only', () => {
  expect(channelKind('news')).toEqual({ access: 'public', encrypted: false, cache: false });
  expect(channelKind('private-a')).toEqual({ access: 'private', encrypted: false, cache: false });
  expect(channelKind('private-')).toEqual({ access: 'private', encrypted: false, cache: false });
  expect(channelKind('presence-a')).toEqual({ access: 'presence', encrypted: false, cache: false });
  expect(channelKind('private-encrypted-a')).toEqual({ access: 'private', encrypted: true, cache: false });
  expect(channelKind('private-encrypted-cache-a')).toEqual({
    access: 'private',
    encrypted: true,
    cache: true,
  });
  expect(channelKind('private-cache-a')).toEqual({ access: 'private', encrypted: false, cache: true });
  expect(channelKind('presence-cache-a')).toEqual({ access: 'presence', encrypted: false, cache: true });
  expect(channelKind('cache-a')).toEqual({ access: 'public', encrypted: false, cache: true });
  for (const name of ['privatenews', 'presenceful', 'private', 'Private-a', 'x-private-a', 'cached']) {
    expect(channelKind(name), name).toEqual({ access: 'public', encrypted: false, cache: false });
  }
});

test('only the server speaks on #server-to-user channels, and clients cannot name them', () => {
  expect(serverToUserId('#server-to-user-42')).toBe('42');
  expect(serverToUserId('#server-to-user-')).toBeNull();
  expect(serverToUserId('x#server-to-user-1')).toBeNull();
  expect(isChannelName('#server-to-user-42')).toBe(false);
});

test('the protocol keeps two event prefixes for itself', () => {
  expect(isReservedEvent('pusher:ping')).toBe(true);
  expect(isReservedEvent('pusher_internal:x')).toBe(true);
  expect(isReservedEvent('pusherish')).toBe(false);
  expect(isClientEvent('client-typing')).toBe(true);
  expect(isClientEvent('clients')).toBe(false);
});

test('a valid name joined to a valid socket id can be taken apart in one way only', () => {
  const unit = fc.string({ unit: 'binary', maxLength: 30 });
  fc.assert(
    fc.property(unit, unit, (socketId, channel) => {
      if (isSocketId(socketId)) expect(socketId).not.toContain(':');
      if (isChannelName(channel)) expect(channel).toMatch(/^[\w\-=@,.;]+$/);
    }),
  );
});
