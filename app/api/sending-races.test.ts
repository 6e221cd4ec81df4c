import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import { sendingDesk } from './testing/sending-desk';

const LIMITED = { sending: { holdSeconds: 10, limits: { perMinute: 1, perHour: 3 } } };

let house: House;
let asAna: string;
let asSam: string;
let asKim: string;
let desk: ReturnType<typeof sendingDesk>;
beforeEach(async () => {
  house = await openHouse(LIMITED);
  asAna = await house.signedIn(await house.addPerson('Ana', 'member'));
  asSam = await house.signedIn(await house.addPerson('Sam', 'sender'));
  asKim = await house.signedIn(await house.addPerson('Kim', 'admin'));
  desk = sendingDesk(house, asSam);
});
afterEach(() => house.close());

async function confirmed(cookie = asSam): Promise<{ id: string; token: string }> {
  const id = await desk.draft();
  return { id, token: (await desk.check(id, { cookie })).token };
}

test('a second broadcast within a minute is refused with the seconds to wait, and goes after them', async () => {
  const [first, second] = [await confirmed(), await confirmed()];
  expect((await desk.send(first.id, { token: first.token })).status).toBe(200);
  house.clock.now += 20_500;
  const { status, headers, body } = await desk.send(second.id, { token: second.token });
  expect([status, headers.get('retry-after'), body.retryAfterSeconds]).toEqual([429, '40', 40]);
  expect(body.detail).toContain('You can send again in 40 seconds.');
  expect((await desk.read(second.id)).state).toBe('draft');
  house.clock.now += 39_500;
  expect((await desk.send(second.id, { token: second.token })).status).toBe(200);
});

test('of sendings at one moment as many pass as may, whatever else is under way', async () => {
  const drafts = await Promise.all(Array.from({ length: 5 }, () => confirmed()));
  const answers = await Promise.all(drafts.map(({ id, token }) => desk.send(id, { token })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429, 429, 429]);
});

test('the hour is counted too, and what was undone or cancelled in time does not count', async () => {
  for (let sent = 0; sent < 3; sent += 1) {
    const undone = await confirmed();
    await desk.send(undone.id, { token: undone.token });
    await desk.redraft(undone.id);
    const cancelled = await confirmed();
    expect((await desk.send(cancelled.id, { token: cancelled.token })).status).toBe(200);
    await desk.cancel(cancelled.id);
    const { id, token } = await confirmed();
    expect((await desk.send(id, { token })).status).toBe(200);
    house.clock.now += 60_000;
  }
  const fourth = await confirmed();
  const { status, headers } = await desk.send(fourth.id, { token: fourth.token });
  expect([status, headers.get('retry-after')]).toEqual([429, String(57 * 60)]);
});

test('the limit is each sender’s own', async () => {
  const [mine, theirs] = [await confirmed(), await confirmed(asKim)];
  expect((await desk.send(mine.id, { token: mine.token })).status).toBe(200);
  expect((await desk.send(theirs.id, { token: theirs.token }, { cookie: asKim })).status).toBe(200);
});

test('a double click, and an answer lost on the line, are one sending under their key', async () => {
  const { id, token } = await confirmed();
  const key = randomUUID();
  const answers = await Promise.all([desk.send(id, { token }, { key }), desk.send(id, { token }, { key })]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(answers[1]?.body).toEqual(answers[0]?.body);
  // Much later, when it has gone out and the limit would refuse another.
  expect(await desk.pass(10_000)).toEqual([id]);
  const again = await desk.send(id, { token }, { key });
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
  expect(again.body).toEqual(answers[0]?.body);
  expect(await desk.titles(asAna)).toEqual(['Fire drill at noon']);
});

test('who comes back to the confirmation after it was sent is told so, and nothing is sent again', async () => {
  const { id, token } = await confirmed();
  await desk.send(id, { token, holdSeconds: 0 });
  house.clock.now += 61_000;
  const { status, body } = await desk.send(id, { token, holdSeconds: 0 }, { key: randomUUID() });
  expect([status, body.detail]).toEqual([409, 'This broadcast is no draft any more.']);
  expect(await desk.titles(asAna)).toHaveLength(1);
});

test('of two senders of one draft one sends it, and the other is told', async () => {
  const id = await desk.draft();
  const [mine, theirs] = [await desk.check(id), await desk.check(id, { cookie: asKim })];
  const answers = await Promise.all([
    desk.send(id, { token: mine.token }),
    desk.send(id, { token: theirs.token }, { cookie: asKim }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const winner = answers[0]?.status === 200 ? 'Sam' : 'Kim';
  expect((await desk.read(id)).sentBy.name).toBe(winner);
});

test('thrown away while it is confirmed, it is one or the other', async () => {
  const outcomes: string[] = [];
  for (let round = 0; round < 6; round += 1) {
    const { id, token } = await confirmed();
    const acts = [() => desk.send(id, { token, holdSeconds: 0 }), () => desk.discard(id, asKim)];
    if (round % 2 === 1) acts.reverse();
    const statuses = (await Promise.all(acts.map((act) => act()))).map(({ status }) => status);
    const { state } = await desk.read(id);
    expect(statuses.sort()).toEqual([200, 409]);
    outcomes.push(state);
    // One more lies there for each that was sent, and none for one that was cancelled.
    expect(await desk.titles(asAna)).toHaveLength(outcomes.filter((outcome) => outcome === 'sent').length);
    // Three of them may be sent within an hour.
    house.clock.now += 21 * 60_000;
  }
  // Both orders were taken, or half of it was never tried.
  expect([...new Set(outcomes)].sort()).toEqual(['cancelled', 'sent']);
});

test('at the end of the hold it is undone or gone, never both', async () => {
  const { id, token } = await confirmed();
  await desk.send(id, { token });
  house.clock.now += 10_000;
  const [released, undone] = await Promise.all([
    house.store.releaseDue({ now: house.clock.now, limit: 10 }),
    desk.redraft(id),
  ]);
  const went = released.includes(id);
  expect(undone.status).toBe(went ? 409 : 200);
  expect(await desk.titles(asAna)).toHaveLength(went ? 1 : 0);
});

test('the number is compared also when it changes between the check and the sending', async () => {
  const { id, token } = await confirmed();
  await house.addPerson('Newcomer', 'member');
  const { status, body } = await desk.send(id, { token });
  expect([status, body.count]).toEqual([409, 4]);
  expect((await desk.send(id, { token: (await desk.check(id)).token })).status).toBe(200);
});

test('each act leaves one row in the audit log, by whom', async () => {
  const { id, token } = await confirmed();
  await desk.send(id, { token });
  await desk.pause(id);
  await desk.pause(id);
  await desk.resume(id);
  await desk.redraft(id, asKim);
  await desk.redraft(id, asKim);
  const { entries } = await house.store.auditLog({ before: null, limit: 50 });
  expect(entries.map(({ action, actor }) => `${action} ${actor.name}`).reverse()).toEqual([
    'broadcast.create Sam',
    'broadcast.send Sam',
    'broadcast.pause Sam',
    'broadcast.resume Sam',
    'broadcast.redraft Kim',
  ]);
});
