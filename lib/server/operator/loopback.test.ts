import { expect, test } from 'vitest';
import { isLoopbackHost } from './loopback';

for (const [host, is] of [
  ['127.0.0.1', true],
  ['127.0.0.1:3000', true],
  ['127.0.0.5:3000', true],
  ['127.255.255.254', true],
  ['[::1]', true],
  ['[::1]:3000', true],
  ['localhost:3000', false],
  ['127.0.0.1.evil.example', false],
  ['evil.127.0.0.1', false],
  ['127.0.0.1:3000:1', false],
  ['127.0.0.1@evil.example', false],
  ['[::1].evil.example', false],
  ['[::2]', false],
  ['::1', false],
  ['128.0.0.1', false],
  ['192.168.1.5:3000', false],
  ['', false],
] as const) {
  test(`the host ${host} is ${is ? '' : 'not '}this computer by its address`, () => {
    expect(isLoopbackHost(host)).toBe(is);
  });
}
