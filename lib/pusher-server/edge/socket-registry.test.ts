import { expect, test } from 'vitest';
import { SocketRegistry } from './socket-registry';

test('sockets are counted by address until each is gone, and forgotten with the last', async () => {
  const registry = new SocketRegistry<object>();
  const [a, b, c] = [{}, {}, {}];
  registry.add(a, '10.0.0.1');
  registry.add(b, '10.0.0.1');
  registry.add(c, '10.0.0.2');
  expect([registry.size, registry.countFrom('10.0.0.1'), registry.countFrom('10.0.0.3')]).toEqual([3, 2, 0]);

  let isEmpty = false;
  const empty = registry.whenEmpty().then(() => {
    isEmpty = true;
  });
  registry.remove(a);
  registry.remove(a);
  expect(registry.countFrom('10.0.0.1')).toBe(1);
  registry.remove(b);
  await Promise.resolve();
  expect(isEmpty).toBe(false);
  registry.remove(c);
  await empty;
  expect(registry.countFrom('10.0.0.1')).toBe(0);
  await registry.whenEmpty();
});
