import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import { handle } from './handle';
import type { Viewer } from './sessions/session-viewer';
import { call } from './testing/call';
import { type House, openHouse } from './testing/test-house';

let house: House;
let ana: Viewer;
let cookie: string;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
  cookie = await house.signedIn(ana);
});
afterEach(() => house.close());

const echo = handle({
  who: 'viewer',
  body: z.strictObject({ text: z.string() }),
  run: async ({ body }) => body,
});
const bare = handle({ who: 'viewer', run: async ({ viewer }) => ({ hello: viewer.name }) });
const post = (more: Parameters<typeof call>[1]) => call(echo, { method: 'POST', cookie, ...more });

const refused = (error: unknown) =>
  handle({
    who: 'viewer',
    run: async () => {
      throw error;
    },
  });

test('a refusal is a problem with its facts', async () => {
  const error = new AppError('conflict', 'The number changed.', { facts: { count: 4, status: 1 } });
  const { status, body, headers } = await call(refused(error), { cookie });
  expect(status).toBe(409);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body).toEqual({
    type: 'urn:belfry:problem:conflict',
    title: 'Conflict',
    status: 409,
    detail: 'The number changed.',
    count: 4,
  });
});

test('what can be tried again says when', async () => {
  const busy = await call(refused(new AppError('unavailable', 'Busy.')), { cookie });
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '1']);
  const error = new AppError('too_many', 'Wait.', { facts: { retryAfterSeconds: 90 } });
  const many = await call(refused(error), { cookie });
  expect([many.status, many.headers.get('retry-after')]).toEqual([429, '90']);
});

test('a defect is logged under the request’s number and tells nothing', async () => {
  const error = new Error('SELECT secret FROM somewhere');
  const headers = { 'x-request-id': 'r-1' };
  const { status, body } = await call(refused(error), { cookie, headers });
  expect(status).toBe(500);
  expect(body).toEqual({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    requestId: 'r-1',
  });
  expect(house.log.some((line) => line.includes('"requestId":"r-1"') && line.includes('SELECT secret'))).toBe(
    true,
  );
});

test('each request is one line in the log: who, what, how long; never what was said', async () => {
  house.log.length = 0;
  await post({ path: '/api/echo?x', json: { text: 'a private thing' }, headers: { 'x-request-id': 'r-2' } });
  await post({ path: '/api/echo', json: { text: 'a private thing' }, headers: { 'x-request-id': 'r-3' } });
  const lines = house.log.map((line) => JSON.parse(line));
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatchObject({
    requestId: 'r-3',
    method: 'POST',
    route: '/api/echo',
    status: 200,
    viewer: ana.id,
  });
  expect(lines[1].ms).toBeGreaterThanOrEqual(0);
  expect(house.log.join('')).not.toContain('private');
});

test('a line break in an address cannot forge a line of the log', async () => {
  house.log.length = 0;
  await call(bare, { cookie, path: '/api/x%0a%7B%22level%22:60%7D' });
  expect(house.log).toHaveLength(1);
  expect(house.log[0]?.trim().split('\n')).toHaveLength(1);
});

test('what a page asks over and over is a line of level debug, unless it is refused', async () => {
  const routine = handle({ who: 'viewer', routine: true, run: async () => ({}) });
  house.log.length = 0;
  await call(routine, { cookie });
  await call(routine, {});
  await call(bare, { cookie });
  const [DEBUG, INFO] = [20, 30];
  expect(house.log.map((line) => JSON.parse(line)).map(({ level, status }) => [level, status])).toEqual([
    [DEBUG, 200],
    [INFO, 401],
    [INFO, 200],
  ]);
});
