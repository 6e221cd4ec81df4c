import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Context, setContext } from '@/lib/server/context';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import SetupPage from './page';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const withSetupToken = (token: string | null): void => {
  const changed: Context = { ...house.context, setupToken: () => token };
  setContext(changed);
};
const visit = (query: Record<string, string | string[]>) =>
  SetupPage({ searchParams: Promise.resolve(query) }).catch((error: unknown) => error);
const GONE = { digest: 'NEXT_HTTP_ERROR_FALLBACK;404' };

test('the one-time link shows the form while there is nobody', async () => {
  withSetupToken('the-one-time-token');
  expect(await visit({ token: 'the-one-time-token' })).toMatchObject({
    props: { title: expect.any(String) },
  });
});

test('there is no page without a token, or where the process started with people', async () => {
  withSetupToken('the-one-time-token');
  expect(await visit({})).toMatchObject(GONE);
  expect(await visit({ token: ['a', 'b'] })).toMatchObject(GONE);
  withSetupToken(null);
  expect(await visit({ token: 'the-one-time-token' })).toMatchObject(GONE);
});

test('the page is gone as soon as there is somebody, in the same process', async () => {
  withSetupToken('the-one-time-token');
  await house.addPerson('Ana', 'admin');
  expect(await visit({ token: 'the-one-time-token' })).toMatchObject(GONE);
});
