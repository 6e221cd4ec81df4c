import { expect, test } from 'vitest';
import { belongs, ROLES } from './audience';

test('everyone who is not disabled belongs to everyone', () => {
  for (const role of ROLES) {
    expect(belongs({ role, disabled: false }, { kind: 'everyone' })).toBe(true);
    expect(belongs({ role, disabled: true }, { kind: 'everyone' })).toBe(false);
  }
});

test('a role is exactly those who have it: an administrator is no member of the members', () => {
  for (const role of ROLES) {
    for (const other of ROLES) {
      expect(belongs({ role: other, disabled: false }, { kind: 'role', role })).toBe(role === other);
    }
  }
});

test('a disabled person belongs to no role', () => {
  for (const role of ROLES) expect(belongs({ role, disabled: true }, { kind: 'role', role })).toBe(false);
});
