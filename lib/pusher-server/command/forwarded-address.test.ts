import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { forwardedAddress } from './forwarded-address';

const request = (header?: string) =>
  // The two members that are read.
  ({
    headers: { 'x-forwarded-for': header },
    socket: { remoteAddress: '10.0.0.9' },
  }) as unknown as IncomingMessage;

test.each([
  ['1.1.1.1', 0, '10.0.0.9'],
  [undefined, 1, '10.0.0.9'],
  ['1.1.1.1', 1, '1.1.1.1'],
  ['6.6.6.6, 1.1.1.1', 1, '1.1.1.1'],
  ['6.6.6.6, 1.1.1.1,10.0.0.2', 2, '1.1.1.1'],
  ['1.1.1.1', 2, '1.1.1.1'],
  ['6.6.6.6,', 1, '10.0.0.9'],
  [`${'x'.repeat(65)}`, 1, '10.0.0.9'],
])('%s behind %i proxies is %s', (header, proxies, address) => {
  expect(forwardedAddress(request(header), proxies)).toBe(address);
});
