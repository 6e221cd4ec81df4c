import { expect, test, vi } from 'vitest';
import { AppError } from './errors';

test('a refusal made by another copy of this module is still a refusal', async () => {
  vi.resetModules();
  const copy = await import('./errors');
  const refusal: unknown = new copy.AppError('not_found', 'There is nothing here.');
  expect(copy.AppError).not.toBe(AppError);
  expect(refusal instanceof AppError).toBe(true);
  expect(refusal instanceof AppError && refusal.code).toBe('not_found');
});

test('what only looks like a refusal is none', () => {
  const lookalike = Object.assign(new Error('x'), { name: 'AppError', code: 'not_found' });
  for (const value of [lookalike, new Error('x'), { code: 'not_found' }, null, undefined, 'AppError']) {
    expect(value instanceof AppError).toBe(false);
  }
});
