import { expect, test } from 'vitest';
import { isLocalPeer } from './is-local-peer';

const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
  isLocalPeer({ socket: { remoteAddress }, headers: { host: 'localhost:3000', ...headers } });

for (const [address, local] of [
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['192.168.1.5', false],
  ['10.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['fe80::1', false],
  ['1270.0.0.1', false],
  ['127.0.0.1.evil', false],
  ['', false],
  [undefined, false],
] as const) {
  test(`${address} is ${local ? '' : 'not '}this computer`, () => {
    expect(from(address)).toBe(local);
  });
}

for (const name of [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded',
  'forwarded',
  'via',
  'x-real-ip',
  'cf-connecting-ip',
]) {
  test(`a request with ${name} came through a proxy, whatever it says`, () => {
    expect(from('127.0.0.1')).toBe(true);
    expect(from('127.0.0.1', { [name]: '127.0.0.1' })).toBe(false);
    expect(from('127.0.0.1', { [name]: '' })).toBe(false);
  });
}
