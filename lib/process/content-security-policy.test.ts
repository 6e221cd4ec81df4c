import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy';

const policy = (development: boolean, connectTo: string[] = []) =>
  contentSecurityPolicy({ nonce: 'abc', development, connectTo });

test('in production nothing inline runs without the nonce', () => {
  expect(policy(false)).toContain("script-src 'nonce-abc' 'strict-dynamic'");
  expect(policy(false)).not.toMatch(/unsafe-(inline|eval)/);
  expect(policy(true)).toMatch(/unsafe-eval/);
});

test('nobody may frame a page or change its base', () => {
  expect(policy(false)).toContain("frame-ancestors 'none'");
  expect(policy(false)).toContain("base-uri 'none'");
  expect(policy(false)).toContain("default-src 'none'");
});

test('a realtime service of its own may be connected to, and nothing else', () => {
  expect(policy(false)).toContain("connect-src 'self';");
  expect(policy(false, ['wss://sockets.example.org:443'])).toContain(
    "connect-src 'self' wss://sockets.example.org:443;",
  );
});
