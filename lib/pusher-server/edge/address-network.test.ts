import { expect, test } from 'vitest';
import { addressNetwork } from './address-network';

test('an IPv4 address is itself, also as IPv6 writes it', () => {
  for (const address of ['203.0.113.7', '::ffff:203.0.113.7', '::FFFF:203.0.113.7']) {
    expect(addressNetwork(address)).toBe('203.0.113.7');
  }
});

test('IPv6 addresses of one network are one, however they are written', () => {
  const network = addressNetwork('2001:db8:0:7::1');
  for (const address of [
    '2001:db8:0:7:ffff:ffff:ffff:ffff',
    '2001:0DB8:0000:0007::',
    '2001:db8::7:0:0:0:1',
  ]) {
    expect(addressNetwork(address), address).toBe(network);
  }
  for (const address of ['2001:db8:0:8::1', '2001:db8::1', '::1', 'fe80::7%eth0']) {
    expect(addressNetwork(address), address).not.toBe(network);
  }
  expect(addressNetwork('fe80::1%eth0')).toBe(addressNetwork('fe80::2%eth1'));
  expect(addressNetwork('::1')).toBe('0:0:0:0::/64');
});

test('a port is not part of it', () => {
  expect(addressNetwork('203.0.113.7:5555')).toBe('203.0.113.7');
  expect(addressNetwork('[2001:db8:0:7::1]:5555')).toBe(addressNetwork('2001:db8:0:7::2'));
  expect(addressNetwork('[2001:db8:0:7::1]')).toBe(addressNetwork('2001:db8:0:7::2'));
});

test('what is no address is counted as what it is', () => {
  for (const text of ['unknown', '', 'a.b', '1.2.3', '12345::']) expect(addressNetwork(text)).toBe(text);
});
