import fc from 'fast-check';
import Pusher from 'pusher';
import { expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { authorizeChannel } from './authorize-channel';

const app = { key: 'a-key', secret: 'a-secret-of-this-test' };
const ana = { id: 'ana', role: 'member' } as const;
const sdk = new Pusher({ appId: '1', ...app, host: 'localhost' });

function refusal(asked: { socketId: unknown; channel: unknown }): AppError {
  try {
    authorizeChannel({ viewer: ana, app, ...asked });
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`signed ${String(asked.socketId)} on ${String(asked.channel)}`);
}

test('the signature is the one the official library makes', () => {
  const made = authorizeChannel({ viewer: ana, socketId: '12.34', channel: 'private-user-ana', app });
  expect(made.auth).toBe(sdk.authorizeChannel('12.34', 'private-user-ana').auth);
  expect(made).toMatchObject({ socketId: '12.34', channel: 'private-user-ana' });
});

test('the signature is the one another tool makes of the same text', () => {
  // printf '1234.1234:private-user-foobar' | openssl dgst -sha256 -hmac 7ad3773142a6692b25b8: the key, secret
  // and socket of the protocol's published example (whose private-foobar comes out right the same way).
  const made = authorizeChannel({
    viewer: { id: 'foobar', role: 'member' },
    socketId: '1234.1234',
    channel: 'private-user-foobar',
    app: { key: '278d425bdf160c739803', secret: '7ad3773142a6692b25b8' },
  });
  expect(made.auth).toBe(
    '278d425bdf160c739803:baae7ea7a88f299476856318bba12137def881bce7852f875bf29533cf25c419',
  );
});

test('another person’s channel is forbidden and the refusal says nothing about it', () => {
  const error = refusal({ socketId: '1.1', channel: 'private-user-ben' });
  expect(error.code).toBe('forbidden');
  expect(error.message).not.toContain('ben');
  expect(JSON.stringify({ ...error, message: error.message })).not.toContain(app.secret);
});

test('a socket id that smuggles another meaning into the signed text is refused before anything is signed', () => {
  // Signed as they stand, the first would let socket 1.1 join ben's channel, the second sign in as ben.
  for (const socketId of [
    '1.1:private-user-ben',
    '1.1::user::{"id":"ben"}',
    '1.1\n',
    'POST\n/apps/1/events\nauth_key=a-key',
    ['1.1'],
    '١.١',
    undefined,
  ]) {
    expect(refusal({ socketId, channel: 'private-user-ana' }).code).toBe('invalid');
  }
});

test('a channel that is not a text is forbidden', () => {
  for (const channel of [['private-user-ana'], { 0: 'private-user-ana' }, null, undefined, 1]) {
    expect(refusal({ socketId: '1.1', channel }).code).toBe('forbidden');
  }
});

test('whatever is asked, what is signed is an own channel of a plain socket', () => {
  const socketIds = fc.oneof(
    fc.constant('1.1'),
    fc.stringMatching(/^[0-9.:\n]{1,8}$/),
    fc.constantFrom('1.1:private-user-ana', '1.1::user::{"id":"ana"}'),
  );
  const channels = fc.oneof(
    fc.constantFrom('private-user-ana', 'private-user-ben', 'private-broadcasts', 'private-broadcast-b1'),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(socketIds, channels, (socketId, channel) => {
      let signed: string;
      try {
        signed = authorizeChannel({ viewer: ana, socketId, channel, app }).auth;
      } catch (error) {
        return error instanceof AppError;
      }
      return (
        /^\d+\.\d+$/.test(socketId) &&
        ['private-user-ana', 'private-broadcasts'].includes(channel) &&
        signed === sdk.authorizeChannel(socketId, channel).auth
      );
    }),
    { numRuns: 2_000 },
  );
});
