import { expect, test } from 'vitest';
import { banner } from './banner';

test('the demo shows the address, the accounts, the password and the key', () => {
  const text = banner({
    url: 'http://localhost:3000',
    demo: { accounts: [{ email: 'ana@belfry.test', name: 'Ana' }], password: 'pw', apiKey: 'bk_1' },
    setupToken: null,
  });
  for (const part of ['http://localhost:3000', 'ana@belfry.test', 'Ana', 'pw', 'bk_1'])
    expect(text).toContain(part);
  expect(text).not.toContain('/setup');
});

test('production shows no account, and the one-time link only while there is nobody', () => {
  const first = banner({ url: 'https://b.example', demo: null, setupToken: 'abc' });
  expect(first).toContain('https://b.example/setup?token=abc');
  expect(banner({ url: 'https://b.example', demo: null, setupToken: null })).not.toMatch(/setup|password/);
});
