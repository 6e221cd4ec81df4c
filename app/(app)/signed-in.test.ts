import { expect, test } from 'vitest';
import { AppError, type AppErrorCode } from '@/lib/errors';
import { orNotFound } from './signed-in';

const outcome = (code: AppErrorCode) =>
  orNotFound(Promise.reject(new AppError(code, 'No.'))).catch((error: unknown) => error);

test('what is there is answered', async () => {
  expect(await orNotFound(Promise.resolve(7))).toBe(7);
});

test('what is absent, not allowed, or no address of ours at all is the same page that is not found', async () => {
  for (const code of ['not_found', 'forbidden', 'invalid'] as const) {
    expect(await outcome(code), code).toMatchObject({ digest: 'NEXT_HTTP_ERROR_FALLBACK;404' });
  }
});

test('trouble of ours is not hidden as a page that is not found', async () => {
  for (const code of ['unavailable', 'storage_full'] as const) {
    expect(await outcome(code)).toMatchObject({ name: 'AppError', code });
  }
  const defect = new Error('broken');
  expect(await orNotFound(Promise.reject(defect)).catch((error: unknown) => error)).toBe(defect);
});
