import { afterEach, beforeEach, expect, test } from 'vitest';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as one from './broadcasts/[id]/route';
import { sendingDesk } from './testing/sending-desk';

const LIMITED = { sending: { holdSeconds: 10, limits: { perMinute: 1, perHour: 3 } } };

let house: House;
let asSam: string;
let asKim: string;
let desk: ReturnType<typeof sendingDesk>;
beforeEach(async () => {
  house = await openHouse(LIMITED);
  await house.addPerson('Ana', 'member');
  asSam = await house.signedIn(await house.addPerson('Sam', 'sender'));
  asKim = await house.signedIn(await house.addPerson('Kim', 'admin'));
  desk = sendingDesk(house, asSam);
});
afterEach(() => house.close());

/** Sam's, gone out; then a minute passes. */
async function sent(): Promise<string> {
  const id = await desk.draft();
  const { token } = await desk.check(id);
  expect((await desk.send(id, { token, holdSeconds: 0 })).status).toBe(200);
  house.clock.now += 60_000;
  return id;
}

const again = (id: string, json: object = {}, { cookie = asSam, key = '' } = {}) =>
  call(one.PATCH, {
    method: 'PATCH',
    params: { id },
    cookie,
    json: { notifyAgain: true, ...json },
    ...(key !== '' && { headers: { 'idempotency-key': key } }),
  });

test('making unread again is refused like a sending, with the seconds to wait, and changes nothing', async () => {
  const id = await sent();
  expect((await again(id, { title: 'At one' })).status).toBe(200);
  house.clock.now += 20_500;
  const { status, headers, body } = await again(id, { title: 'At two' });
  expect([status, headers.get('retry-after'), body.retryAfterSeconds]).toEqual([429, '40', 40]);
  expect(body.detail).toContain('You can do that again in 40 seconds, or save without it now.');
  expect((await desk.read(id)).title).toBe('At one');
  house.clock.now += 39_500;
  expect((await again(id, { title: 'At two' })).status).toBe(200);
});

test('right after a sending it has to wait, and a sending right after it too', async () => {
  const id = await sent();
  house.clock.now -= 30_000;
  expect((await again(id)).status).toBe(429);
  house.clock.now += 30_000;
  expect((await again(id)).status).toBe(200);
  const next = await desk.draft();
  const { token } = await desk.check(next);
  const { status, headers, body } = await desk.send(next, { token });
  expect([status, headers.get('retry-after')]).toEqual([429, '60']);
  expect(body.detail).toContain('You can send again in 1 minute.');
});

test('twenty at one moment are one', async () => {
  const id = await sent();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => again(id, { title: `${index}` })),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 429)]);
});

test('a silent edit is never limited, and counts for nothing', async () => {
  const id = await sent();
  for (let edit = 0; edit < 5; edit += 1) {
    expect((await desk.change(id, { title: `Silent ${edit}` })).status).toBe(200);
    expect((await desk.change(id, { body: `${edit}`, notifyAgain: false })).status).toBe(200);
  }
  expect((await again(id)).status).toBe(200);
  expect((await desk.change(id, { title: 'Silent still' })).status).toBe(200);
});

test('the limit is that of who edits, not of who sent it', async () => {
  const id = await sent();
  expect((await again(id)).status).toBe(200);
  expect((await again(id, {}, { cookie: asKim })).status).toBe(200);
  expect((await again(id, {}, { cookie: asKim })).status).toBe(429);
});

test('an edit that is asked for again under its key is answered as the first time', async () => {
  const id = await sent();
  const key = 'a-key-of-one-edit';
  const first = await again(id, { title: 'At one' }, { key });
  const second = await again(id, { title: 'At one' }, { key });
  expect([first.status, second.status, second.body]).toEqual([200, 200, first.body]);
});

test('the audit log says which edit asked to be read again', async () => {
  const id = await sent();
  await desk.change(id, { title: 'Silent' });
  await again(id, { title: 'Loud' });
  const { entries } = await house.store.auditLog({ before: null, limit: 50, action: 'broadcast.edit' });
  expect(entries.map(({ after }) => after)).toMatchObject([
    { title: 'Loud', notifyAgain: true },
    { title: 'Silent' },
  ]);
  expect(entries[1]?.after).not.toHaveProperty('notifyAgain');
});

test('what was confirmed and paused goes on counting, and resuming it is no second sending', async () => {
  const [first, second] = [await desk.draft(), await desk.draft()];
  await desk.send(first, { token: (await desk.check(first)).token });
  await desk.pause(first);
  const { token } = await desk.check(second);
  expect((await desk.send(second, { token })).status).toBe(429);
  house.clock.now += 60_000;
  expect((await desk.send(second, { token })).status).toBe(200);
  // Each was counted when it was confirmed: to resume is to let go what the limit has let through.
  for (let round = 0; round < 3; round += 1) {
    expect((await desk.resume(first)).status).toBe(200);
    expect((await desk.pause(first)).status).toBe(200);
  }
  await desk.resume(first);
  expect((await desk.pass(10_000)).toSorted()).toEqual([first, second].toSorted());
  expect(await desk.pass(60_000)).toEqual([]);
});
