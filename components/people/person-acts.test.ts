import { expect, test } from 'vitest';
import { pausedText } from './paused-note';
import { actsFor, type PersonAct, wordsOf } from './person-acts';

const ANA = { name: 'Ana', role: 'sender', disabledAt: null, sessions: 2 } as const;
const ACTS: readonly PersonAct[] = ['member', 'sender', 'admin', 'signOut', 'password', 'disable', 'enable'];

test('what is offered is what would change something', () => {
  expect(actsFor(ANA)).toEqual(['member', 'admin', 'signOut', 'password', 'disable']);
  expect(actsFor({ ...ANA, sessions: 0 })).not.toContain('signOut');
  expect(actsFor({ ...ANA, disabledAt: '2030-01-01T00:00:00.000Z' })).toEqual(['member', 'admin', 'enable']);
  expect(actsFor({ ...ANA, role: 'admin' })).toEqual(['member', 'sender', 'signOut', 'password', 'disable']);
});

test('what is asked names the person, and the button says what it does', () => {
  for (const act of ACTS) {
    const { question, confirm, text, done } = wordsOf(act, ANA, false);
    expect(question).toMatch(/Ana.*\?$/);
    expect(confirm).not.toMatch(/^(OK|Yes|Confirm)/);
    expect(text).toMatch(/\.$/);
    expect(done).toMatch(/\.$/);
  }
});

test('signing out says of how many places', () => {
  expect(wordsOf('signOut', ANA, false).confirm).toBe('Sign out of 2 places');
  expect(wordsOf('signOut', { ...ANA, sessions: 1 }, false).confirm).toBe('Sign out of 1 place');
});

test('what takes something away looks like it', () => {
  const kind = (act: PersonAct, role: 'member' | 'sender' | 'admin') =>
    wordsOf(act, { ...ANA, role }, false).kind;
  expect([
    kind('member', 'sender'),
    kind('sender', 'admin'),
    kind('disable', 'member'),
    kind('signOut', 'member'),
  ]).toEqual(['danger', 'danger', 'danger', 'danger']);
  expect([kind('sender', 'member'), kind('admin', 'sender'), kind('enable', 'member')]).toEqual([
    'primary',
    'primary',
    'primary',
  ]);
});

test('whoever takes something from themselves is told that they cannot give it back', () => {
  expect(wordsOf('disable', ANA, true).text).toContain('another administrator');
  expect(wordsOf('signOut', ANA, true).text).toContain('this one included');
  expect(wordsOf('member', { ...ANA, role: 'admin' }, true).text).toContain('cannot undo');
  expect(wordsOf('member', { ...ANA, role: 'admin' }, false).text).not.toContain('cannot undo');
});

test('of an administrator it is said that the links they made stop working', () => {
  for (const act of ['member', 'sender', 'disable'] as const) {
    expect(wordsOf(act, { ...ANA, role: 'admin' }, false).text).toContain('Links they made');
    expect(wordsOf(act, { ...ANA, role: 'member' }, false).text).not.toContain('Links');
  }
});

test('whoever takes away the right to send is told beforehand that what waits is paused', () => {
  const text = (act: PersonAct, role: 'member' | 'sender' | 'admin') =>
    wordsOf(act, { ...ANA, role }, false).text.includes('wait to go out are paused');
  expect([text('disable', 'sender'), text('disable', 'admin'), text('member', 'sender')]).toEqual([
    true,
    true,
    true,
  ]);
  expect([text('disable', 'member'), text('sender', 'admin'), text('admin', 'sender')]).toEqual([
    false,
    false,
    false,
  ]);
});

test('and afterwards how many that were', () => {
  expect(pausedText('Sam', 1)).toBe('1 waiting broadcast of Sam is paused.');
  expect(pausedText('Sam', 1_200)).toBe('1,200 waiting broadcasts of Sam are paused.');
});
