import { expect, test } from 'vitest';
import { createPusherServer } from './index';

const APP = { id: '1', key: 'app-key', secret: 'app-secret' };

test('a server needs applications that can be told apart and addressed', () => {
  for (const apps of [
    [],
    [APP, { ...APP, id: '2' }],
    [APP, { ...APP, key: 'other' }],
    [{ ...APP, secret: '' }],
    [{ ...APP, id: 'a/b' }],
    [{ ...APP, key: 'a b' }],
    [{ ...APP, key: '' }],
  ]) {
    expect(() => createPusherServer({ apps })).toThrow(RangeError);
  }
});

test('a limit that makes no sense stops the start', () => {
  expect(() => createPusherServer({ apps: [APP], limits: { maxConnections: Number.NaN } })).toThrow(
    'maxConnections',
  );
});

test('a time that would end everybody, or nobody, stops the start', () => {
  for (const seconds of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => createPusherServer({ apps: [APP], activityTimeoutSeconds: seconds })).toThrow(
      'activityTimeout',
    );
    expect(() => createPusherServer({ apps: [APP], subscribeWithinSeconds: seconds })).toThrow(
      'subscribeWithin',
    );
  }
});
