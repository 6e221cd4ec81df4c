import { expect, test } from 'vitest';
import { composeApiKeyToken, hashApiKey, makeApiKeyToken, parseApiKeyToken } from './api-key-token';

test('a new key is of the documented form and names its id', () => {
  const { id, token, hash } = makeApiKeyToken();
  expect(token).toMatch(/^bk_[0-9a-f]{16}_[\w-]{43}[0-9a-f]{8}$/);
  expect(parseApiKeyToken(token)).toEqual({ id });
  expect(hash).toBe(hashApiKey(token));
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
});

test('no two keys are alike', () => {
  const tokens = new Set(Array.from({ length: 50 }, () => makeApiKeyToken().token));
  expect(tokens.size).toBe(50);
});

test('the same bytes make the same key', () => {
  const make = () => composeApiKeyToken(Buffer.alloc(8, 1), Buffer.alloc(32, 2));
  expect(make()).toEqual(make());
});

test('one changed, missing or added character is noticed without a look-up', () => {
  const { token } = composeApiKeyToken(Buffer.alloc(8, 1), Buffer.alloc(32, 2));
  for (let at = 0; at < token.length; at += 1) {
    const other = token[at] === '7' ? '8' : '7';
    expect(parseApiKeyToken(token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
  }
  for (const wrong of [
    '',
    ' ',
    token.slice(0, -1),
    `${token}0`,
    ` ${token}`,
    `${token}\n`,
    token.toUpperCase(),
  ]) {
    expect(parseApiKeyToken(wrong)).toBeNull();
  }
});
