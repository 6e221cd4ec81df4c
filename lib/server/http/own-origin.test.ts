import { afterEach, expect, test } from 'vitest';
import { type House, openHouse } from '../testing/test-house';
import { ownOrigin } from './own-origin';

let house: House;
afterEach(() => house.close());

const ask = (headers: Record<string, string>) => ownOrigin((name) => headers[name] ?? null);
const PROXIED = { host: 'a.test:3000', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.test' };

test('without a configured address it is the host that was asked for, over http', async () => {
  house = await openHouse();
  expect(ask(PROXIED)).toEqual({ host: 'a.test:3000', secure: false, origin: 'http://a.test:3000' });
  expect(ask({}).origin).toBe('http://localhost');
});

test('a trusted proxy may say that it is https, never which host', async () => {
  house = await openHouse({ trustedProxies: 1 });
  expect(ask(PROXIED)).toEqual({ host: 'a.test:3000', secure: true, origin: 'https://a.test:3000' });
  expect(ask({ ...PROXIED, 'x-forwarded-proto': 'http' }).secure).toBe(false);
});

test('the configured address is the answer to everything', async () => {
  house = await openHouse({ publicUrl: new URL('https://b.test/'), trustedProxies: 1 });
  expect(ask(PROXIED)).toEqual({ host: 'b.test', secure: true, origin: 'https://b.test' });
});

test('a host is spelt as addresses spell it', async () => {
  house = await openHouse();
  expect(ask({ host: 'A.Test:80' })).toEqual({ host: 'a.test', secure: false, origin: 'http://a.test' });
  expect(ask({ host: '[::1]:3000' }).origin).toBe('http://[::1]:3000');
});

test('a host that no address can hold, or that would be more than a host, is refused', async () => {
  house = await openHouse();
  for (const host of [
    '%',
    '[',
    'a b',
    '',
    'a.test:99999',
    'a.test/b',
    'a@b.test',
    'a?',
    'a#',
    'a\\b',
    'a\tb',
  ]) {
    expect(() => ask({ host }), host).toThrow('The Host of this request is none.');
  }
});

test('with a configured address the host of a request does not matter', async () => {
  house = await openHouse({ publicUrl: new URL('https://b.test/') });
  expect(ask({ host: '%' }).origin).toBe('https://b.test');
});
