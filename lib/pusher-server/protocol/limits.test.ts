import { expect, test } from 'vitest';
import { DEFAULT_LIMITS, withLimits } from './limits';

test('a bound that is given replaces its default and no other', () => {
  expect(withLimits()).toEqual(DEFAULT_LIMITS);
  expect(withLimits({ maxConnections: 5 })).toEqual({ ...DEFAULT_LIMITS, maxConnections: 5 });
  expect(withLimits({ maxConnectionsPerAddress: Number.POSITIVE_INFINITY }).maxConnectionsPerAddress).toBe(
    Infinity,
  );
});

test('a bound that would refuse nothing, or everything, is refused itself', () => {
  for (const wrong of [Number.NaN, 0, -1]) {
    expect(() => withLimits({ maxUnsentBytes: wrong })).toThrow('maxUnsentBytes');
  }
});

test('more used signatures than a set can hold stop the start, and as many as it holds do not', () => {
  expect(withLimits({ maxUsedSignatures: 2 ** 24 - 1 }).maxUsedSignatures).toBe(16_777_215);
  for (const wrong of [2 ** 24, Number.POSITIVE_INFINITY]) {
    expect(() => withLimits({ maxUsedSignatures: wrong })).toThrow(
      'maxUsedSignatures must be at most 16777215',
    );
  }
});

test('the bounds the hosted service documents hold', () => {
  expect(DEFAULT_LIMITS).toMatchObject({
    maxEventDataBytes: 10_240,
    maxEventNameLength: 200,
    maxChannelsPerEvent: 100,
    maxEventsPerBatch: 10,
    httpWindowSeconds: 600,
    maxPresenceMembers: 100,
    maxUserInfoBytes: 1_024,
    maxUserIdLength: 128,
    maxClientEventsPerSecond: 10,
  });
});
