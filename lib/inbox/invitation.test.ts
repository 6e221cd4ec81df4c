import { expect, test } from 'vitest';
import { INVITATION_LASTS_MS, INVITATION_REFUSALS, invitationState } from './invitation';

const LINK = { usedAt: null, revokedAt: null, expiresAt: 100 };

test('a link is open until its time, and not at it', () => {
  expect(invitationState(LINK, 99)).toBe('open');
  expect(invitationState(LINK, 100)).toBe('expired');
});

test('what was done with a link is said before that its time has passed', () => {
  expect(invitationState({ ...LINK, usedAt: 5 }, 200)).toBe('used');
  expect(invitationState({ ...LINK, revokedAt: 5 }, 200)).toBe('revoked');
  expect(invitationState({ ...LINK, usedAt: 5, revokedAt: 6 }, 50)).toBe('used');
});

test('an invitation lasts a week and a link to a password a day', () => {
  expect(INVITATION_LASTS_MS).toEqual({ invitation: 604_800_000, password: 86_400_000 });
});

test('each refusal is a sentence of its own', () => {
  expect(new Set(Object.values(INVITATION_REFUSALS)).size).toBe(4);
});
