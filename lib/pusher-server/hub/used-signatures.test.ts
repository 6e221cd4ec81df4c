import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { UsedSignatures } from './used-signatures';

const signature = (seed: number | string) => createHash('sha256').update(String(seed)).digest('hex');
/** Now, on both clocks: they agree unless a test makes the time of day jump. */
const at = (nowSeconds: number, steadySeconds = nowSeconds) => ({ nowSeconds, steadySeconds });
const memory = (maxUsedSignatures = 1_000) =>
  new UsedSignatures({ maxUsedSignatures, httpWindowSeconds: 600 });

test('a signature is good once', () => {
  const used = memory();
  expect(used.use(signature(1), 100, at(100))).toBe(true);
  expect(used.use(signature(1), 100, at(100))).toBe(false);
  expect(used.use(signature(1), 100, at(700))).toBe(false);
  expect(used.use(signature(2), 100, at(100))).toBe(true);
});

test('it is forgotten when its timestamp could not be used any more, and not before', () => {
  const used = memory();
  used.use(signature(1), 100, at(100));
  used.use(signature(2), 700, at(700));
  expect(used.size).toBe(2);
  used.use(signature(3), 701, at(701));
  expect(used.size).toBe(2);
});

test('when full, the oldest second is forgotten and nothing that old is accepted again', () => {
  const used = memory(4);
  for (let second = 100; second < 104; second++)
    expect(used.use(signature(second), second, at(104))).toBe(true);
  expect(used.use(signature('new'), 104, at(104))).toBe(true);
  expect(used.size).toBe(4);
  expect(used.use(signature(100), 100, at(104))).toBe(false);
  expect(used.use(signature('other'), 100, at(104))).toBe(false);
  expect(used.use(signature('other'), 101, at(104))).toBe(true);
});

test('a hundred thousand calls stay within the bound', () => {
  const used = memory(10_000);
  for (let call = 0; call < 100_000; call++) {
    const second = 1_000 + Math.floor(call / 1_000);
    used.use(signature(call), second, at(second));
  }
  expect(used.size).toBeLessThanOrEqual(10_000);
});

test('a time of day put forward and back again brings no captured call back to life', () => {
  const used = memory();
  expect(used.use(signature(1), 100, at(100))).toBe(true);
  expect(used.use(signature(2), 3_700, at(3_700, 101))).toBe(true);
  expect(used.use(signature(1), 100, at(102, 102))).toBe(false);
  // And nobody is kept out by the jump.
  expect(used.use(signature(3), 102, at(102, 102))).toBe(true);
});

test('a time of day put back keeps what was used in the time to come', () => {
  const used = memory();
  expect(used.use(signature(1), 1_000, at(1_000))).toBe(true);
  expect(used.use(signature(2), 400, at(400, 1_700))).toBe(true);
  expect(used.use(signature(1), 1_000, at(400, 1_700))).toBe(false);
});

test('a body so long in coming that its call was forgotten meanwhile is not taken for new', () => {
  const used = memory();
  expect(used.use(signature(1), 100, at(100))).toBe(true);
  expect(used.use(signature(2), 701, at(701))).toBe(true);
  expect(used.use(signature(1), 100, at(701))).toBe(false);
  expect(used.use(signature(3), 100, at(701))).toBe(false);
});

test('a use that is taken back leaves the signature good, once', () => {
  const used = memory();
  used.use(signature(1), 100, at(100));
  used.use(signature(2), 100, at(100));
  used.release(signature(1), 100);
  used.release(signature(3), 100);
  used.release(signature(3), 101);
  expect(used.size).toBe(1);
  expect(used.use(signature(1), 100, at(100))).toBe(true);
  expect(used.use(signature(1), 100, at(100))).toBe(false);
  expect(used.use(signature(2), 100, at(100))).toBe(false);
});
