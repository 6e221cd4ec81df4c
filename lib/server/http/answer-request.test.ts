import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { toRequest } from '../testing/call';
import { type House, openHouse } from '../testing/test-house';
import { answerRequest } from './answer-request';
import { answerUnknown } from './answer-unknown';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const ask = (path: string, work = async () => new Response()) => answerRequest(toRequest({ path }), work);

test('a request is measured once, under the folder it was for, with the status it was answered with', async () => {
  await ask('/api/inbox/sync?cursor=secret');
  await ask('/api/notifications/0196d3f0-0000-7000-8000-000000000000/reading', async () => {
    throw new AppError('not_found', 'There is nothing here.');
  });
  await ask('/api/broadcasts', async () => {
    throw new Error('a defect');
  });
  expect(house.requests).toEqual(['inbox 200', 'notifications 404', 'broadcasts 500']);
});

test('nobody can make a new name: what is no plain folder is unknown, and so is what does not exist', async () => {
  for (const path of ['/api/%69nbox', '/api/Inbox', '/api/', '/api', `/api/${'x'.repeat(21)}`])
    await ask(path);
  await answerUnknown(toRequest({ path: '/api/made-up' }));
  await answerUnknown(toRequest({ path: '/api/invented' }));
  expect(new Set(house.requests)).toEqual(new Set(['unknown 200', 'unknown 404']));
  expect(house.requests).toHaveLength(7);
});
