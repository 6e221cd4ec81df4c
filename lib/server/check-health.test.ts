import { afterEach, beforeEach, expect, test } from 'vitest';
import { GET } from '@/app/api/health/ready/route';
import type { Store } from '@/db/store';
import { AppError } from '@/lib/errors';
import { setContext } from './context';
import { call } from './testing/call';
import { type House, openHouse } from './testing/test-house';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

/** Readiness over this store, otherwise the house's. */
async function ready(store: Partial<Store> = {}) {
  setContext({ ...house.context, store: { ...house.store, ...store } });
  const { status, body, headers } = await call(GET, { path: '/api/health/ready' });
  return { status, body, retryAfter: headers.get('retry-after') };
}

const failing = (error: unknown) => ({ checkWritable: () => Promise.reject(error) });

test('ready says what waits and how the log stands, and a long log does not make it unready', async () => {
  expect(await ready()).toMatchObject({ status: 200, body: { status: 'ready', waiting: 0, log: 'ok' } });
  const health = { ...house.store.health(), log: { bytes: 40_000_000, size: 'large' } as const };
  expect(await ready({ health: () => health })).toMatchObject({ status: 200, body: { log: 'large' } });
});

for (const [what, error, reason, says] of [
  ['a full disk', new AppError('storage_full', 'x'), 'disk_full', 'signing in go on'],
  ['a foreign lock', new AppError('unavailable', 'x'), 'database_busy', 'Another process'],
  ['anything else', new Error('SQLITE_IOERR at a secret path'), 'database_failing', 'cannot be written'],
] as const) {
  test(`${what} makes it unready, and it says so`, async () => {
    const found = await ready(failing(error));
    expect(found).toMatchObject({ status: 503, retryAfter: '1', body: { reason } });
    expect(found.body.detail).toContain(says);
    expect(JSON.stringify(found.body)).not.toContain('secret path');
  });
}
