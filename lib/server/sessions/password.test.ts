import { expect, test } from 'vitest';
import { hashPassword, isAcceptableLength, NOBODYS_HASH, PASSWORD_COST, verifyPassword } from './password';

const CHEAP = { N: 16, r: 1, p: 1 };

test('a password matches its own hash and no other password does', async () => {
  const hash = await hashPassword('correct horse', CHEAP);
  expect(await verifyPassword('correct horse', hash)).toBe(true);
  for (const other of ['', 'correct hors', 'correct horse ', 'Correct horse']) {
    expect(await verifyPassword(other, hash)).toBe(false);
  }
});

test('the hash says how it was made, so that the cost can rise later', async () => {
  const hash = await hashPassword('correct horse', { N: 32, r: 2, p: 3 });
  expect(hash).toMatch(/^scrypt\$32\$2\$3\$[\w-]{22}\$[\w-]{43}$/);
  expect(await verifyPassword('correct horse', hash)).toBe(true);
});

test('the same password has another hash each time', async () => {
  expect(await hashPassword('correct horse', CHEAP)).not.toBe(await hashPassword('correct horse', CHEAP));
});

test('a password typed on another kind of keyboard is the same', async () => {
  const hash = await hashPassword('caf\u00e9 au lait', CHEAP);
  expect(await verifyPassword('cafe\u0301 au lait', hash)).toBe(true);
});

test('nothing is cut off: the last of a thousand bytes counts', async () => {
  const long = 'x'.repeat(1000);
  const hash = await hashPassword(`${long}a`, CHEAP);
  expect(await verifyPassword(`${long}a`, hash)).toBe(true);
  expect(await verifyPassword(`${long}b`, hash)).toBe(false);
});

test('by default it costs at least what OWASP asks for', () => {
  const { N, r, p } = PASSWORD_COST;
  expect(N * r * p).toBeGreaterThanOrEqual(2 ** 17 * 8);
});

test('nobody’s hash costs what everybody’s does, and no password matches it', async () => {
  const { N, r, p } = PASSWORD_COST;
  expect(NOBODYS_HASH.startsWith(`scrypt$${N}$${r}$${p}$`)).toBe(true);
  expect(await verifyPassword('', NOBODYS_HASH)).toBe(false);
});

test('a damaged hash is a defect, not a wrong password', async () => {
  for (const hash of ['', 'plain', 'scrypt$16$1$1$short$short', '$2b$10$abcdefghijklmnopqrstuv']) {
    await expect(verifyPassword('x', hash)).rejects.toThrow('cannot be read');
  }
});

test('lengths count in bytes', () => {
  expect(isAcceptableLength('1234567')).toBe(false);
  expect(isAcceptableLength('12345678')).toBe(true);
  expect(isAcceptableLength('éééé')).toBe(true);
  expect(isAcceptableLength('x'.repeat(1024))).toBe(true);
  expect(isAcceptableLength('x'.repeat(1025))).toBe(false);
});
