import { expect, test } from 'vitest';
import { audienceText, deletedText, isTyped, ROLE_CHOICES, share, toAudienceText } from './broadcast-words';

test('the number may be typed with or without its comma', () => {
  expect(isTyped('1284', 1284)).toBe(true);
  expect(isTyped(' 1,284 ', 1284)).toBe(true);
  expect(isTyped('1.284', 1284)).toBe(true);
});

test('another number, a part of it or nothing is not the number', () => {
  for (const typed of ['', '128', '12840', 'all', '1284 people']) expect(isTyped(typed, 1284)).toBe(false);
});

test('a share is only all or nothing when it really is', () => {
  expect(share(1284, 1284)).toBe('100 %');
  expect(share(1283, 1284)).toBe('99 %');
  expect(share(1, 1284)).toBe('1 %');
  expect(share(0, 1284)).toBe('0 %');
  expect(share(0, 0)).toBeNull();
});

test('every role that can be chosen is called as its audience is', () => {
  for (const { role, label } of ROLE_CHOICES) expect(audienceText({ kind: 'role', role })).toBe(label);
  expect(ROLE_CHOICES.map(({ label }) => label)).toEqual(['Members', 'Senders', 'Administrators']);
});

test('groups and people are called by their names while these are few and known, else counted', () => {
  const groups = new Map([
    ['g1', 'Berlin'],
    ['g2', 'On Call'],
  ]);
  const both = { kind: 'groups', groups: ['g1', 'g2'] } as const;
  expect(audienceText(both, { groups })).toBe('Berlin and On Call');
  expect(toAudienceText(both, { groups })).toBe('Berlin and On Call');
  expect(audienceText(both)).toBe('2 groups');
  expect(audienceText({ kind: 'groups', groups: ['g1', 'g9'] }, { groups })).toBe('2 groups');
  expect(toAudienceText({ kind: 'people', people: ['p1'] })).toBe('one person');
  expect(audienceText({ kind: 'people', people: ['p1', 'p2'] })).toBe('2 people by name');
  expect(audienceText({ kind: 'groups', groups: ['1', '2', '3', '4'] }, { groups })).toBe('4 groups');
});

test('who is excluded is said too', () => {
  const groups = new Map([['g1', 'Berlin']]);
  const except = { roles: ['admin'], groups: ['g1'], people: ['p1'] } as const;
  expect(audienceText({ kind: 'everyone', except }, { groups })).toBe(
    'Everyone, except administrators, Berlin and one person',
  );
  expect(toAudienceText({ kind: 'role', role: 'member', except: { groups: ['g1', 'g2'] } })).toBe(
    'members, except 2 groups',
  );
});

test('groups that are gone are named, as left out or as reached', () => {
  expect(deletedText([], 'excluded')).toBeNull();
  expect(deletedText(['Night shift'], 'excluded')).toBe(
    '“Night shift”, which was left out, no longer exists: nobody is left out for it. Remove it to go on.',
  );
  expect(deletedText(['A', 'B'], 'excluded')).toBe(
    '“A” and “B”, which were left out, no longer exist: nobody is left out for them. Remove them to go on.',
  );
  expect(deletedText(['A'], 'included')).toBe('“A” no longer exists and reaches nobody. Remove it to go on.');
  expect(deletedText(['A', 'B'], 'included')).toBe(
    '“A” and “B” no longer exist and reach nobody. Remove them to go on.',
  );
});
