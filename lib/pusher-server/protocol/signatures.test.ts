import fc from 'fast-check';
import Pusher from 'pusher';
import { expect, test } from 'vitest';
import { authorizeChannel, hmac, isChannelAuth, isSignature, isUserAuth } from './signatures';

const SIGNER = { key: 'app-key', secret: 'app-secret' };
const SDK = new Pusher({ appId: '1', key: SIGNER.key, secret: SIGNER.secret, host: '127.0.0.1' });
const REQUEST = { socketId: '123.456', channel: 'private-user-1' };

test('the documented example of the protocol verifies', () => {
  const signer = { key: '278d425bdf160c739803', secret: '7ad3773142a6692b25b8' };
  const auth = '278d425bdf160c739803:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4';
  expect(isChannelAuth(signer, auth, { socketId: '1234.1234', channel: 'private-foobar' })).toBe(true);
});

test('what the official SDK signs is accepted, and we sign the same', () => {
  expect(authorizeChannel(SIGNER, REQUEST)).toBe(SDK.authorizeChannel('123.456', 'private-user-1').auth);
  const presence = SDK.authorizeChannel('123.456', 'presence-a', { user_id: 'u', user_info: { name: 'Ö' } });
  const request = { socketId: '123.456', channel: 'presence-a', channelData: presence.channel_data };
  expect(isChannelAuth(SIGNER, presence.auth, request)).toBe(true);
  const user = SDK.authenticateUser('123.456', { id: 'u' });
  expect(isUserAuth(SIGNER, user.auth, '123.456', user.user_data)).toBe(true);
});

test('a signature admits to exactly one channel on exactly one socket with exactly this data', () => {
  const auth = authorizeChannel(SIGNER, REQUEST);
  expect(isChannelAuth(SIGNER, auth, REQUEST)).toBe(true);
  expect(isChannelAuth(SIGNER, auth, { ...REQUEST, channel: 'private-user-10' })).toBe(false);
  expect(isChannelAuth(SIGNER, auth, { ...REQUEST, channel: 'private-User-1' })).toBe(false);
  expect(isChannelAuth(SIGNER, auth, { ...REQUEST, socketId: '123.457' })).toBe(false);
  expect(isChannelAuth(SIGNER, auth, { ...REQUEST, channelData: '{}' })).toBe(false);
  expect(isChannelAuth({ ...SIGNER, secret: 'other' }, auth, REQUEST)).toBe(false);
});

test('the key part is checked too', () => {
  const [, signature = ''] = authorizeChannel(SIGNER, REQUEST).split(':');
  expect(isChannelAuth(SIGNER, `app-key:${signature}`, REQUEST)).toBe(true);
  for (const auth of [
    `app-kex:${signature}`,
    `other:${signature}`,
    signature,
    `:${signature}`,
    `app-keyx:${signature}`,
  ]) {
    expect(isChannelAuth(SIGNER, auth, REQUEST), auth).toBe(false);
  }
});

test('a channel signature never signs anybody in, nor the other way round', () => {
  const userData = '{"id":"1"}';
  const asUser = SDK.authenticateUser('123.456', { id: '1' });
  expect(isUserAuth(SIGNER, asUser.auth, '123.456', userData)).toBe(true);
  expect(isChannelAuth(SIGNER, asUser.auth, { socketId: '123.456', channel: `:user::${userData}` })).toBe(
    false,
  );
  expect(isUserAuth(SIGNER, authorizeChannel(SIGNER, REQUEST), '123.456', userData)).toBe(false);
  // The published exploit: a socket id that carries the rest of another kind of text.
  expect(() =>
    authorizeChannel(SIGNER, { socketId: '1.1::user::{"id":"B"}', channel: 'private-a' }),
  ).toThrow();
  expect(() => authorizeChannel(SIGNER, { socketId: '1.1:private-user-B', channel: 'private-a' })).toThrow();
  expect(() => authorizeChannel(SIGNER, { socketId: '1.1\n', channel: 'private-a' })).toThrow();
  expect(() => authorizeChannel(SIGNER, { socketId: '1.1', channel: 'POST\n/apps/1/events\n' })).toThrow();
});

test('even a right signature is worthless for what is no socket id', () => {
  const auth = `app-key:${hmac(SIGNER.secret, '1.1:x::user::{}')}`;
  expect(isUserAuth(SIGNER, auth, '1.1:x', '{}')).toBe(false);
});

test('nothing a stranger sends as auth throws or is accepted', () => {
  const strange = [
    undefined,
    null,
    1,
    true,
    [],
    {},
    ['app-key:x'],
    '',
    ':',
    'app-key',
    'app-key:',
    `app-key:${'0'.repeat(64)}`,
  ];
  for (const auth of strange) expect(isChannelAuth(SIGNER, auth, REQUEST)).toBe(false);
  fc.assert(
    fc.property(
      fc.anything(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }),
      (auth, socketId, channel) => {
        expect(isChannelAuth(SIGNER, auth, { socketId, channel })).toBe(false);
        expect(isUserAuth(SIGNER, auth, socketId, channel)).toBe(false);
      },
    ),
  );
});

test('a signature is 64 lower-case hex digits and nothing else', () => {
  const right = hmac('s', 'text');
  expect(isSignature('s', right, 'text')).toBe(true);
  // Letters that would become the right ones if only their low byte were compared.
  const lookalike = right.replace(/./g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0x100));
  expect(isSignature('s', lookalike, 'text')).toBe(false);
  for (const wrong of [
    right.toUpperCase(),
    right.slice(1),
    `${right}0`,
    `${right}
`,
  ]) {
    expect(isSignature('s', wrong, 'text'), wrong).toBe(false);
  }
});

test('a signature for one user is none for those whose names only hash alike', () => {
  const forUser = (name: string) => JSON.stringify({ id: name }).replace('\\ud800', '\ud800');
  const signed = (name: string) => `app-key:${hmac(SIGNER.secret, `1.1::user::${forUser(name)}`)}`;
  expect(isUserAuth(SIGNER, signed('a\ufffd'), '1.1', forUser('a\ufffd'))).toBe(true);
  // The premise: hashed as UTF-8, the two are one.
  expect(signed('a\ud800')).toBe(signed('a\ufffd'));
  expect(isUserAuth(SIGNER, signed('a\ufffd'), '1.1', forUser('a\ud800'))).toBe(false);
  expect(isUserAuth(SIGNER, signed('🦉'), '1.1', forUser('🦉'))).toBe(true);
});
