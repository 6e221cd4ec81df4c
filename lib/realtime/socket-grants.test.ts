import { expect, test } from 'vitest';
import { createSocketGrants } from './socket-grants';

function open(options: { maxGrants?: number } = {}) {
  let time = 1_000;
  const grants = createSocketGrants({ now: () => time, ...options });
  return { grants, pass: (ms: number) => (time += ms) };
}

test('a grant lets one socket join one channel once', () => {
  const { grants } = open();
  grants.grant('1.1', 'private-user-ana');
  expect(grants.take('1.1', 'private-user-ana')).toBe(true);
  expect(grants.take('1.1', 'private-user-ana')).toBe(false);
});

test('a grant is good for no other socket and no other channel', () => {
  const { grants } = open();
  grants.grant('1.1', 'private-user-ana');
  expect(grants.take('1.2', 'private-user-ana')).toBe(false);
  expect(grants.take('1.1', 'private-user-ben')).toBe(false);
  expect(grants.take('1.1', 'private-user-ana')).toBe(true);
});

test('a grant is over after thirty seconds, and asking anew renews it', () => {
  const { grants, pass } = open();
  grants.grant('1.1', 'private-user-ana');
  pass(29_999);
  grants.grant('1.1', 'private-user-ana');
  pass(29_999);
  expect(grants.take('1.1', 'private-user-ana')).toBe(true);
  grants.grant('1.1', 'private-user-ana');
  pass(30_000);
  expect(grants.take('1.1', 'private-user-ana')).toBe(false);
});

test('beyond the bound the oldest grant is dropped', () => {
  const { grants } = open({ maxGrants: 2 });
  for (const id of ['1.1', '1.2', '1.3']) grants.grant(id, 'private-broadcasts');
  expect(grants.take('1.1', 'private-broadcasts')).toBe(false);
  expect(grants.take('1.2', 'private-broadcasts')).toBe(true);
  expect(grants.take('1.3', 'private-broadcasts')).toBe(true);
});

test('nothing expires early because something older is still good', () => {
  const { grants, pass } = open();
  grants.grant('1.1', 'private-broadcasts');
  pass(20_000);
  grants.grant('1.2', 'private-broadcasts');
  pass(10_000);
  grants.grant('1.3', 'private-broadcasts');
  expect(grants.take('1.1', 'private-broadcasts')).toBe(false);
  expect(grants.take('1.2', 'private-broadcasts')).toBe(true);
  expect(grants.take('1.3', 'private-broadcasts')).toBe(true);
});
