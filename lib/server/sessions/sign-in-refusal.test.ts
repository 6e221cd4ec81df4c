import { expect, test } from 'vitest';
import { signInRefusal, tooManyAttempts, WRONG_PASSWORD } from './sign-in-refusal';

test('our own sentences are shown as they are', () => {
  for (const sentence of [WRONG_PASSWORD, tooManyAttempts(1), tooManyAttempts(61), tooManyAttempts(900)]) {
    expect(signInRefusal(sentence)).toBe(sentence);
  }
  expect(tooManyAttempts(60)).toBe('Too many attempts. Try again in a minute.');
  expect(tooManyAttempts(61)).toBe('Too many attempts. Try again in 2 minutes.');
});

test('next-auth’s own word for missing fields is a wrong password', () => {
  expect(signInRefusal('CredentialsSignin')).toBe(WRONG_PASSWORD);
});

test('nobody speaks in our name through a link', () => {
  for (const words of [
    'Call 555-1234 now.',
    `${WRONG_PASSWORD} Call us.`,
    'Too many attempts. Try again in 2 minutes. Or call.',
  ]) {
    expect(signInRefusal(words)).toBe('Signing in did not work. Try again.');
  }
});

test('without an error there is nothing to show', () => {
  expect([signInRefusal(null), signInRefusal(undefined), signInRefusal('')]).toEqual([null, null, null]);
});
