import { afterEach, beforeEach, expect, test } from 'vitest';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import { sendingDesk } from './testing/sending-desk';

const HOLD = { sending: { holdSeconds: 10, limits: { perMinute: 0, perHour: 0 } } };
const HOUR = 3_600_000;

let house: House;
let asAna: string;
let desk: ReturnType<typeof sendingDesk>;
beforeEach(async () => {
  house = await openHouse(HOLD);
  asAna = await house.signedIn(await house.addPerson('Ana', 'member'));
  desk = sendingDesk(house, await house.signedIn(await house.addPerson('Sam', 'sender')));
});
afterEach(() => house.close());

/** Confirms a new draft; answers its id and the answer to the sending. */
async function confirm(sending: object = {}, draft: object = {}) {
  const id = await desk.draft(draft);
  const { token } = await desk.check(id);
  return { id, answer: await desk.send(id, { token, ...sending }) };
}

test('unless told otherwise a broadcast waits as long as the settings say, and says by which clock', async () => {
  const { id, answer } = await confirm();
  expect(answer.body).toMatchObject({ state: 'held', dueAt: '2030-05-15T10:00:10.000Z' });
  house.clock.now += 4_000;
  expect(await desk.waiting(id)).toEqual({
    state: 'held',
    dueAt: '2030-05-15T10:00:10.000Z',
    now: '2030-05-15T10:00:04.000Z',
  });
  expect(await desk.pass(5_999)).toEqual([]);
  expect(await desk.titles(asAna)).toEqual([]);
  expect(await desk.pass(1)).toEqual([id]);
  expect(await desk.titles(asAna)).toEqual(['Fire drill at noon']);
});

test('a hold of 0 is asked for in so many words', async () => {
  const { answer } = await confirm({ holdSeconds: 0 });
  expect(answer.body).toMatchObject({ state: 'sent' });
});

test('undone within the hold it is a draft with all that was typed, reaches nobody, and can be sent again', async () => {
  const id = await desk.draft({ body: 'Use the stairs.' });
  const { token } = await desk.check(id);
  await desk.send(id, { token });
  house.told.length = 0;
  const { status, body } = await desk.redraft(id);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    state: 'draft',
    body: 'Use the stairs.',
    version: 2,
    dueAt: null,
    scheduledFor: null,
    sentBy: null,
  });
  expect(house.told).toEqual(['schedule', `figures ${id}`]);
  expect(await desk.pass(60_000)).toEqual([]);
  expect(await desk.titles(asAna)).toEqual([]);
  // What was confirmed before it was undone is confirmed no more.
  expect((await desk.send(id, { token })).status).toBe(409);
  await desk.send(id, { token: (await desk.check(id)).token });
  expect(await desk.pass(10_000)).toEqual([id]);
  expect(await desk.titles(asAna)).toEqual(['Fire drill at noon']);
});

test('what has gone out is not undone, and a draft is one already', async () => {
  const { id } = await confirm({ holdSeconds: 0 });
  const { status, body } = await desk.redraft(id);
  expect([status, body.state]).toEqual([409, 'sent']);
  const other = await desk.draft();
  expect((await desk.redraft(other)).body).toMatchObject({ state: 'draft', version: 1 });
});

test('a time by the clock of a zone is that instant, and the zone is kept', async () => {
  const local = { date: '2030-05-16', time: '09:00', zone: 'America/New_York' };
  const { id, answer } = await confirm({ local });
  expect(answer.body).toMatchObject({
    state: 'scheduled',
    dueAt: '2030-05-16T13:00:00.000Z',
    scheduledFor: '2030-05-16T13:00:00.000Z',
    timeZone: 'America/New_York',
  });
  expect(await desk.pass(27 * HOUR)).toEqual([id]);
  expect(await desk.read(id)).toMatchObject({ sentAt: '2030-05-16T13:00:00.000Z', state: 'sent' });
});

for (const [local, path, message] of [
  [
    { date: '2031-03-30', time: '02:30', zone: 'Europe/Berlin' },
    'local.time',
    '02:30 does not exist on 30 March in Europe/Berlin.',
  ],
  [
    { date: '2030-10-27', time: '02:30', zone: 'Europe/Berlin' },
    'local.fold',
    '02:30 comes twice on 27 October in Europe/Berlin. Say which: the first (UTC+2) or the second (UTC+1).',
  ],
  [
    { date: '2030-02-30', time: '09:00', zone: 'Europe/Berlin' },
    'local.date',
    'This must be a date such as 2030-01-31.',
  ],
  [
    { date: '2030-05-16', time: '09:00', zone: 'Mars/Olympus' },
    'local.zone',
    'This must be a time zone such as Europe/Berlin.',
  ],
  [
    { date: '2030-05-15', time: '12:00', zone: 'Europe/Berlin' },
    'local',
    'The time must be in the future and within a year.',
  ],
] as const) {
  test(`${local.time} on ${local.date} in ${local.zone} is refused by ${path}`, async () => {
    const { id, answer } = await confirm({ local });
    expect([answer.status, answer.body.errors]).toEqual([400, [{ path, message }]]);
    expect((await desk.read(id)).state).toBe('draft');
  });
}

test('of a time that comes twice each is sent at its own instant', async () => {
  const local = { date: '2030-10-27', time: '02:30', zone: 'Europe/Berlin' };
  const [first, second] = [
    await confirm({ local: { ...local, fold: 'earlier' } }),
    await confirm({ local: { ...local, fold: 'later' } }),
  ];
  expect([first.answer.body.dueAt, second.answer.body.dueAt]).toEqual([
    '2030-10-27T00:30:00.000Z',
    '2030-10-27T01:30:00.000Z',
  ]);
});

test('only one of a hold, a time and a time by a clock may be given', async () => {
  const local = { date: '2030-05-16', time: '09:00', zone: 'UTC' };
  for (const two of [
    { holdSeconds: 5, local },
    { at: '2030-05-16T09:00:00Z', local },
  ]) {
    const { answer } = await confirm(two);
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'at']);
  }
});

test('what would be over before it goes out is refused, by the time that was given', async () => {
  const id = await desk.draft();
  await house.store.updateBroadcast(id, { expiresAt: house.clock.now + 5_000, now: house.clock.now });
  const { token } = await desk.check(id);
  const message = 'It would expire before it goes out.';
  for (const [sending, path] of [
    [{}, 'expiresAt'],
    [{ at: '2030-05-16T09:00:00Z' }, 'at'],
    [{ local: { date: '2030-05-16', time: '09:00', zone: 'UTC' } }, 'local'],
  ] as const) {
    const { status, body } = await desk.send(id, { token, ...sending });
    expect([status, body.errors]).toEqual([400, [{ path, message }]]);
  }
  expect((await desk.send(id, { token, holdSeconds: 4 })).status).toBe(200);
});

test('a paused one waits beyond its time, and resumed it is held once more', async () => {
  const { id } = await confirm();
  house.clock.now += 3_000;
  expect((await desk.pause(id)).body).toMatchObject({ state: 'paused', dueAt: null });
  expect((await desk.pause(id)).status).toBe(200);
  expect(await desk.pass(HOUR)).toEqual([]);
  const { body } = await desk.resume(id);
  expect(body).toMatchObject({ state: 'held', dueAt: new Date(house.clock.now + 10_000).toISOString() });
  expect((await desk.resume(id)).status).toBe(409);
  expect(await desk.pass(10_000)).toEqual([id]);
  expect((await desk.pause(id)).status).toBe(409);
});

test('a paused schedule goes at its time when it is resumed before', async () => {
  const { id } = await confirm({ at: '2030-05-15T12:00:00Z' });
  await desk.pause(id);
  house.clock.now += HOUR;
  expect((await desk.resume(id)).body).toMatchObject({
    state: 'scheduled',
    dueAt: '2030-05-15T12:00:00.000Z',
  });
});

test('a paused one can be cancelled, and made a draft again', async () => {
  const [one, other] = [await confirm(), await confirm()];
  await desk.pause(one.id);
  await desk.pause(other.id);
  expect((await desk.cancel(one.id)).body.state).toBe('cancelled');
  expect((await desk.redraft(one.id)).status).toBe(409);
  expect((await desk.redraft(other.id)).body.state).toBe('draft');
});

test('a frozen one goes to who was counted; one that is not, to who belongs then', async () => {
  const frozen = await desk.draft({ title: 'Frozen' });
  const { token, count } = await desk.check(frozen, { freeze: true });
  expect(count).toBe(2);
  const at = { at: '2030-05-15T11:00:00Z' };
  expect((await desk.send(frozen, { token, freeze: true, ...at })).body).toMatchObject({ frozen: true });
  const open = await desk.draft({ title: 'Open' });
  await desk.send(open, { token: (await desk.check(open)).token, ...at });
  const asNew = await house.signedIn(await house.addPerson('New', 'member'));
  expect(await desk.pass(HOUR)).toHaveLength(2);
  expect(await desk.titles(asNew)).toEqual(['Open']);
  expect((await desk.titles(asAna)).sort()).toEqual(['Frozen', 'Open']);
});

test('a confirmation for those who belong then is none for those who belong now, nor the other way round', async () => {
  const id = await desk.draft();
  const [open, frozen] = [await desk.check(id), await desk.check(id, { freeze: true })];
  expect((await desk.send(id, { token: open.token, freeze: true })).status).toBe(409);
  expect((await desk.send(id, { token: frozen.token })).status).toBe(409);
  expect((await desk.send(id, { token: frozen.token, freeze: true })).status).toBe(200);
});
