import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeSignInLimits, networkOf, type SignInLimits } from './sign-in-limits';

let limits: SignInLimits;
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  limits = makeSignInLimits();
});
afterEach(() => {
  vi.useRealTimers();
});

const ana = { account: 'ana@belfry.test', address: '10.0.0.1' };

async function fail(times: number, attempt = ana): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    expect(await limits.take(attempt)).toMatchObject({ allowed: true });
  }
}

test('the eleventh failure of an account within fifteen minutes has to wait', async () => {
  await fail(10);
  expect(await limits.take(ana)).toEqual({ allowed: false, waitSeconds: 900 });
  vi.advanceTimersByTime(10 * 60_000);
  expect(await limits.take({ ...ana, address: '10.0.0.2' })).toEqual({ allowed: false, waitSeconds: 300 });
});

test('nobody is locked out for good: after the wait the account opens, however often it was tried meanwhile', async () => {
  await fail(10);
  for (let count = 0; count < 50; count += 1) await limits.take(ana);
  vi.advanceTimersByTime(15 * 60_000 + 1000);
  expect(await limits.take(ana)).toMatchObject({ allowed: true });
});

test('another account from the same address is free until the address is used up', async () => {
  for (let person = 0; person < 10; person += 1) await fail(10, { ...ana, account: `${person}@belfry.test` });
  const fresh = { ...ana, account: 'fresh@belfry.test' };
  expect(await limits.take(fresh)).toMatchObject({ allowed: false, waitSeconds: 3600 });
  expect(await limits.take({ ...fresh, address: '10.0.0.2' })).toMatchObject({ allowed: true });
});

test('an attempt that the account refuses does not use up the address', async () => {
  await fail(10);
  for (let count = 0; count < 200; count += 1) await limits.take(ana);
  expect(await limits.take({ ...ana, account: 'ben@belfry.test' })).toMatchObject({ allowed: true });
});

test('a success gives back what it took', async () => {
  for (let count = 0; count < 300; count += 1) {
    const allowance = await limits.take(ana);
    if (!allowance.allowed) throw new Error(`Refused after ${count} successes.`);
    await allowance.giveBack();
  }
});

test('many at once cannot slip by together', async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => limits.take(ana)));
  expect(answers.filter((answer) => answer.allowed)).toHaveLength(10);
});

test('the addresses of one IPv6 network are one', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:DB8:1::9')).toBe('2001:db8:1:0::/64');
  expect(networkOf('2001:db8:1:3::9')).toBe('2001:db8:1:3::/64');
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
  expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
  expect(networkOf('unknown')).toBe('unknown');
});
