import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROLES, type Role } from '@/lib/inbox/audience';
import { mayListen, parseSocketId } from './channel-access';
import { BROADCASTS_CHANNEL, broadcastChannel, userChannel } from './channels';

const member = { id: 'ana', role: 'member' } as const;
const sender = { id: 'ben', role: 'sender' } as const;
const admin = { id: 'carla', role: 'admin' } as const;

test('everybody may listen to their own channel, whatever their role', () => {
  for (const role of ROLES) expect(mayListen({ id: 'ana', role }, 'private-user-ana')).toBe(true);
});

test('nobody may listen to another person’s channel, not even an administrator', () => {
  expect(mayListen(member, 'private-user-ben')).toBe(false);
  expect(mayListen(sender, 'private-user-ana')).toBe(false);
  expect(mayListen(admin, 'private-user-ana')).toBe(false);
});

test('an id that begins like another is another id', () => {
  expect(mayListen({ id: '10', role: 'member' }, 'private-user-10')).toBe(true);
  expect(mayListen({ id: '10', role: 'member' }, 'private-user-1')).toBe(false);
  expect(mayListen({ id: '1', role: 'member' }, 'private-user-10')).toBe(false);
});

test('everybody signed in may listen for the hint that broadcasts moved', () => {
  for (const role of ROLES) expect(mayListen({ id: 'ana', role }, 'private-broadcasts')).toBe(true);
});

test('one broadcast is watched by senders and administrators only', () => {
  const channel = broadcastChannel('0198c0de-aaaa-7bbb-8ccc-0123456789ab');
  expect(mayListen(sender, channel)).toBe(true);
  expect(mayListen(admin, channel)).toBe(true);
  expect(mayListen(member, channel)).toBe(false);
});

test('a role that is not known watches nothing', () => {
  // A row written by a newer version could carry one.
  expect(mayListen({ id: 'dan', role: 'owner' as Role }, broadcastChannel('b1'))).toBe(false);
});

// Each is a spelling that has opened a foreign channel somewhere, or that a looser comparison would accept.
const ALMOST_ANA = [
  'Private-user-ana',
  'PRIVATE-USER-ANA',
  'private-user-Ana',
  'private-user-ana.',
  'private-user-ana ',
  ' private-user-ana',
  'private-user-ana\n',
  'private-user-ana\r\n',
  'private-user-ana\u0000',
  'private-user-ana\u200b',
  'private-user-ana/',
  'private-user-ana,private-user-ben',
  'private-user-ana:private-user-ben',
  'private-user-%61na',
  'private-user-аna', // a Cyrillic a
  'private-user-',
  'private-user',
  'private-',
  'private',
  '',
  'user-ana',
  'ana',
  'presence-user-ana',
  'private-encrypted-user-ana',
  'private-cache-user-ana',
  'cache-user-ana',
  'private-private-user-ana',
  '#server-to-user-ana',
  'presence-private-user-ana',
  'private-user-*',
  'private-user-__proto__',
];

test('no almost right spelling of an own channel is allowed', () => {
  expect(mayListen(member, 'private-user-ana')).toBe(true);
  for (const channel of ALMOST_ANA) expect([channel, mayListen(member, channel)]).toEqual([channel, false]);
});

test('no almost right spelling of a broadcast’s channel is allowed', () => {
  const almost = [
    'private-broadcast-',
    'private-broadcast',
    'private-broadcast-b1.',
    'private-broadcast-b1\n',
    'private-broadcast-b1 ',
    'private-broadcast-b1:x',
    'private-broadcast-b1,b2',
    'private-broadcast-é',
    'private-broadcast-٣',
    `private-broadcast-${'b'.repeat(65)}`,
    'Private-broadcast-b1',
    'presence-broadcast-b1',
    'private-encrypted-broadcast-b1',
    'private-cache-broadcast-b1',
    'private-broadcasts-b1',
    'private-broadcasts.',
    'private-Broadcasts',
    'presence-broadcasts',
  ];
  expect(mayListen(admin, 'private-broadcast-b1')).toBe(true);
  for (const channel of almost) expect([channel, mayListen(admin, channel)]).toEqual([channel, false]);
});

test('a value that only turns into an allowed name is refused', () => {
  // What a lenient body parser makes of a repeated or bracketed field.
  const values: readonly unknown[] = [
    ['private-user-ana'],
    { toString: () => 'private-user-ana' },
    new String('private-user-ana'),
    null,
    undefined,
    7,
  ];
  for (const value of values) expect(mayListen(member, value as string)).toBe(false);
});

test('a person whose id is not of the plain alphabet has no channel of their own', () => {
  for (const id of ['', 'a:b', 'a b', 'a\n', 'é', 'x'.repeat(65)]) {
    expect(mayListen({ id, role: 'member' }, userChannel(id))).toBe(false);
  }
});

const plainId = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
const anyChannel = fc.oneof(
  fc.string({ unit: 'binary' }),
  plainId.map(userChannel),
  plainId.map(broadcastChannel),
  fc
    .tuple(fc.constantFrom('private-user-', 'private-broadcast-', 'presence-', 'private-'), fc.string())
    .map(([prefix, rest]) => prefix + rest),
);

test('whatever is asked, a member hears only their own channel and the common hint', () => {
  fc.assert(
    fc.property(plainId, anyChannel, (id, channel) => {
      const own = channel === `private-user-${id}` || channel === BROADCASTS_CHANNEL;
      return mayListen({ id, role: 'member' }, channel) === own;
    }),
    { numRuns: 2_000 },
  );
});

test('whatever is asked, nothing that is allowed has a character beyond the plain alphabet', () => {
  fc.assert(
    fc.property(plainId, fc.constantFrom(...ROLES), anyChannel, (id, role, channel) => {
      return !mayListen({ id, role }, channel) || /^private-[A-Za-z0-9_-]+$/.test(channel);
    }),
    { numRuns: 2_000 },
  );
});

test('a socket id is two numbers with a dot between them', () => {
  for (const id of ['1.1', '0.0', '123456789.987654321', `${'9'.repeat(20)}.${'9'.repeat(20)}`]) {
    expect(parseSocketId(id)).toBe(id);
  }
});

test('what carries more than two numbers, or other digits, is no socket id', () => {
  const refused: readonly unknown[] = [
    '1.1:private-user-ben',
    '1.1::user::{"id":"ben"}',
    '1.1\n',
    '\n1.1',
    '1.1\r',
    '1.1\u2028',
    '1.1 ',
    ' 1.1',
    '1.1.1',
    '1',
    '1.',
    '.1',
    '',
    '-1.1',
    '+1.1',
    '1e5.1',
    '0x1.1',
    '1,1',
    '١.١',
    '１.１',
    `${'1'.repeat(21)}.1`,
    `1.${'1'.repeat(21)}`,
    'POST\n/apps/1/events\nauth_key=k',
    ['1.1'],
    { toString: () => '1.1' },
    1.1,
    null,
    undefined,
  ];
  for (const value of refused) expect([value, parseSocketId(value)]).toEqual([value, null]);
});

test('whatever is sent, a socket id never carries a separator', () => {
  const nearly = fc.stringMatching(/^[0-9.:\n{}" a]{0,12}$/);
  fc.assert(
    fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), (text) => {
      const id = parseSocketId(text);
      return id === null || (id === text && [...id].every((letter) => '0123456789.'.includes(letter)));
    }),
    { numRuns: 2_000 },
  );
});
