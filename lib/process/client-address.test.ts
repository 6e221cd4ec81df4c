import { expect, test } from 'vitest';
import { clientAddress } from './client-address';

const ask = (forwardedFor: string | undefined, trustedProxies: number) =>
  clientAddress({ socketAddress: '10.0.0.9', forwardedFor, trustedProxies });

test('nobody is believed about an address unless a proxy is trusted', () => {
  expect(ask('1.2.3.4', 0)).toBe('10.0.0.9');
  expect(ask('1.2.3.4', 1)).toBe('1.2.3.4');
});

test('what a client invented stands left of what the trusted proxies appended', () => {
  expect(ask('6.6.6.6, 1.2.3.4', 1)).toBe('1.2.3.4');
  expect(ask('6.6.6.6, 1.2.3.4, 10.0.0.1', 2)).toBe('1.2.3.4');
  expect(ask('1.2.3.4', 3)).toBe('1.2.3.4');
});

test('an absent, empty or overlong entry falls back to the socket', () => {
  expect(ask(undefined, 1)).toBe('10.0.0.9');
  expect(ask('', 1)).toBe('10.0.0.9');
  expect(ask('x'.repeat(65), 1)).toBe('10.0.0.9');
  expect(clientAddress({ socketAddress: undefined, forwardedFor: undefined, trustedProxies: 0 })).toBe(
    'unknown',
  );
});
