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
