import fc from 'fast-check';
import { expect, test } from 'vitest';
import { protocolRefusal, upgradeTarget } from './upgrade-target';

test('an address is the path, a key and a query', () => {
  expect(upgradeTarget('/app/key?protocol=7', '/app')).toEqual({ key: 'key', query: 'protocol=7' });
  expect(upgradeTarget('/app/key', '/app')).toEqual({ key: 'key', query: '' });
  expect(upgradeTarget('/live/app/key?a?b', '/live/app')).toEqual({ key: 'key', query: 'a?b' });
});

test("anything else is nobody's key", () => {
  for (const url of [
    undefined,
    '',
    '/app',
    '/app/',
    '/app?x',
    '/app/a/b',
    '/app//a',
    'http://x/app/a',
    '/app/a b',
    `/app/${'k'.repeat(201)}`,
  ]) {
    expect(upgradeTarget(url, '/app'), url).toBeNull();
  }
});

test('random addresses and queries never throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(upgradeTarget(`/app/${text}/`, '/app')?.key ?? '').not.toContain('/');
      protocolRefusal(text);
    }),
  );
});

test('a version is judged as the number it is', () => {
  expect(protocolRefusal('protocol=7')).toBeNull();
  expect(protocolRefusal('protocol=07')).toBeNull();
  expect(protocolRefusal('protocol=99999999999999999999')?.code).toBe(4007);
  expect(protocolRefusal('Protocol=7')?.code).toBe(4008);
});
