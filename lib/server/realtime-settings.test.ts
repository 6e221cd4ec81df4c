import { afterEach, expect, test } from 'vitest';
import { realtimeSettings } from './realtime-settings';
import { type House, openHouse } from './testing/test-house';

let house: House;
afterEach(() => house.close());

test('with the embedded server the browser uses the page’s own address', async () => {
  house = await openHouse();
  expect(realtimeSettings()).toEqual({
    key: 'key',
    embedded: true,
    host: null,
    port: null,
    cluster: null,
    secure: null,
  });
});

test('with another service the browser gets its address and never the secret', async () => {
  const service = { host: 'soketi.test', port: 6001, secure: false, cluster: null };
  house = await openHouse({ realtime: { appId: 'a', key: 'k', secret: 'the-secret-of-it', service } });
  expect(realtimeSettings()).toEqual({ key: 'k', embedded: false, ...service });
  expect(JSON.stringify(realtimeSettings())).not.toContain('the-secret');
});
