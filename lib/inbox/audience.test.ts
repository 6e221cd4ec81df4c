import { expect, test } from 'vitest';
import { type Audience, belongs, type Person, ROLES, type Role } from './audience';

const person = (role: Role, more: Partial<Person> = {}): Person => ({
  id: 'ana',
  role,
  disabled: false,
  groups: new Set(),
  ...more,
});
const berlin = new Set(['berlin']);

test('everyone who is not disabled belongs to everyone', () => {
  for (const role of ROLES) {
    expect(belongs(person(role), { kind: 'everyone' })).toBe(true);
    expect(belongs(person(role, { disabled: true }), { kind: 'everyone' })).toBe(false);
  }
});

test('a role is exactly those who have it: an administrator is no member of the members', () => {
  for (const role of ROLES) {
    for (const other of ROLES) {
      expect(belongs(person(other), { kind: 'role', role })).toBe(role === other);
    }
  }
});

test('of groups, one is enough', () => {
  const audience: Audience = { kind: 'groups', groups: ['berlin', 'paris'] };
  expect(belongs(person('member', { groups: berlin }), audience)).toBe(true);
  expect(belongs(person('member', { groups: new Set(['oslo']) }), audience)).toBe(false);
  expect(belongs(person('member'), { kind: 'groups', groups: [] })).toBe(false);
});

test('named people are those who are named', () => {
  expect(belongs(person('member'), { kind: 'people', people: ['ben', 'ana'] })).toBe(true);
  expect(belongs(person('member'), { kind: 'people', people: ['ben'] })).toBe(false);
});

test('an exclusion takes away whoever is in any part of it', () => {
  const everyone = (except: Audience['except']): Audience => ({ kind: 'everyone', except });
  const ana = person('sender', { groups: berlin });
  expect(belongs(ana, everyone({}))).toBe(true);
  expect(belongs(ana, everyone({ roles: ['sender'] }))).toBe(false);
  expect(belongs(ana, everyone({ groups: ['berlin', 'oslo'] }))).toBe(false);
  expect(belongs(ana, everyone({ people: ['ana'] }))).toBe(false);
  expect(belongs(ana, everyone({ roles: ['admin'], groups: ['oslo'], people: ['ben'] }))).toBe(true);
  expect(belongs(ana, { kind: 'people', people: ['ana'], except: { people: ['ana'] } })).toBe(false);
});

test('a disabled person belongs to no audience', () => {
  const gone = (role: Role) => person(role, { disabled: true, groups: berlin });
  for (const role of ROLES) {
    expect(belongs(gone(role), { kind: 'role', role })).toBe(false);
    expect(belongs(gone(role), { kind: 'groups', groups: ['berlin'] })).toBe(false);
    expect(belongs(gone(role), { kind: 'people', people: ['ana'] })).toBe(false);
  }
});
