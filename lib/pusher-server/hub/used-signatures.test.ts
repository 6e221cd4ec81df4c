import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { UsedSignatures } from './used-signatures';

const signature = (seed: number | string) => createHash('sha256').update(String(seed)).digest('hex');
const memory = (maxUsedSignatures = 1_000) =>
  new UsedSignatures({ maxUsedSignatures, httpWindowSeconds: 600 });

test('a signature is good once', () => {
  const used = memory();
  expect(used.use(signature(1), 100, 100)).toBe(true);
  expect(used.use(signature(1), 100, 100)).toBe(false);
  expect(used.use(signature(1), 100, 700)).toBe(false);
  expect(used.use(signature(2), 100, 100)).toBe(true);
});

test('it is forgotten when its timestamp could not be used any more, and not before', () => {
  const used = memory();
  used.use(signature(1), 100, 100);
  used.use(signature(2), 700, 700);
  expect(used.size).toBe(2);
  used.use(signature(3), 701, 701);
  expect(used.size).toBe(2);
});

test('when full, the oldest second is forgotten and nothing that old is accepted again', () => {
  const used = memory(4);
  for (let second = 100; second < 104; second++) expect(used.use(signature(second), second, 104)).toBe(true);
  expect(used.use(signature('new'), 104, 104)).toBe(true);
  expect(used.size).toBe(4);
  expect(used.use(signature(100), 100, 104)).toBe(false);
  expect(used.use(signature('other'), 100, 104)).toBe(false);
  expect(used.use(signature('other'), 101, 104)).toBe(true);
});

test('a hundred thousand calls stay within the bound', () => {
  const used = memory(10_000);
  for (let at = 0; at < 100_000; at++)
    used.use(signature(at), 1_000 + Math.floor(at / 1_000), 1_000 + Math.floor(at / 1_000));
  expect(used.size).toBeLessThanOrEqual(10_000);
});
