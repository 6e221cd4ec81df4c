import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Answer, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as audiences from './audiences/route';
import * as reach from './broadcasts/[id]/audience/route';
import * as broadcasts from './broadcasts/route';

let house: House;
let ana: Viewer;
let sam: Viewer;
let asSam: string;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
  await house.addPerson('Ben', 'member');
  sam = await house.addPerson('Sam', 'sender');
  asSam = await house.signedIn(sam);
});
afterEach(() => house.close());

const ask = async (json: object, zone?: string): Promise<Answer> => {
  const cookie = zone === undefined ? asSam : `${asSam}; tz=${encodeURIComponent(zone)}`;
  return (await call(audiences.POST, { method: 'POST', cookie, json })).body;
};
const EVERYONE = { audience: { kind: 'everyone' } };

test('it says how many, how many of them are online, and who some of them are', async () => {
  house.online.users = [ana.id, sam.id];
  const report = await ask({ audience: { kind: 'role', role: 'member' } });
  expect(report).toMatchObject({ count: 2, online: 1, muted: 0, busy: 0 });
  expect(report.examples.map(({ email }: Answer) => email).sort()).toEqual([
    'ana@belfry.test',
    'ben@belfry.test',
  ]);
});

test('who is online is not guessed when this process cannot know', async () => {
  house.online.users = null;
  expect(await ask(EVERYONE)).toMatchObject({ count: 3, online: null });
});

test('who has the category off is counted, and for a critical one nobody is', async () => {
  await house.store.muteCategory(ana.id, { category: 'social', muted: true, now: house.clock.now });
  expect(await ask({ ...EVERYONE, category: 'social' })).toMatchObject({ muted: 1 });
  expect(await ask({ ...EVERYONE, category: 'general' })).toMatchObject({ muted: 0 });
  expect(await ask({ ...EVERYONE, category: 'social', severity: 'critical' })).toMatchObject({ muted: 0 });
});

test('where only totals are shown, nothing is said of what fewer than five people are', async () => {
  await house.close();
  house = await openHouse({ statsPrivacy: 'aggregate' });
  sam = await house.addPerson('Sam', 'sender');
  asSam = await house.signedIn(sam);
  const people: Viewer[] = [];
  for (let one = 0; one < 5; one += 1) people.push(await house.addPerson(`P${one}`, 'member'));
  const [first, ...others] = people.map(({ id }) => id);
  await house.store.muteCategory(first ?? '', { category: 'social', muted: true, now: house.clock.now });
  house.online.users = people.map(({ id }) => id);
  const of = (ids: readonly (string | undefined)[]) => ({ kind: 'people', people: ids });
  expect(await ask({ audience: of([first]), category: 'social' })).toMatchObject({
    count: 1,
    online: null,
    muted: null,
    busy: null,
  });
  expect(await ask({ audience: of(others) })).toMatchObject({ count: 4, online: null, muted: null });
  expect(await ask({ audience: of([first, ...others]), category: 'social' })).toMatchObject({
    count: 5,
    online: 5,
    muted: 1,
    busy: 0,
  });
  for (const [ids, online] of [
    [[first], null],
    [[first, ...others], 5],
  ] as const) {
    const draft = { title: 'T', category: 'general', severity: 'info', audience: of(ids) };
    const headers = { 'idempotency-key': `draft-${ids.length}` };
    const made = await call(broadcasts.POST, { method: 'POST', cookie: asSam, json: draft, headers });
    const { body } = await call(reach.GET, { params: { id: made.body.id }, cookie: asSam });
    expect(body).toMatchObject({ count: ids.length, online });
  }
});

test('much is much since the day began where the sender is', async () => {
  // 23:30 in Berlin, and 21:30 in UTC: the same day in both; an hour later a new one in Berlin only.
  house.clock.now = Date.parse('2030-05-15T21:30:00Z');
  const content = { title: 'T', body: null, url: null, category: 'general', severity: 'info' } as const;
  for (let count = 0; count < 5; count += 1) {
    const recipients = [{ userId: ana.id, id: `n${count}` }];
    await house.store.append({ recipients, content, now: house.clock.now });
  }
  expect(await ask(EVERYONE, 'Europe/Berlin')).toMatchObject({ busy: 1 });
  house.clock.now += 60 * 60_000;
  expect(await ask(EVERYONE, 'Europe/Berlin')).toMatchObject({ busy: 0 });
  expect(await ask(EVERYONE)).toMatchObject({ busy: 1 });
  // What is no zone is none, whoever wrote it.
  for (const zone of ['Mars/Olympus', '../../etc', '']) {
    expect(await ask(EVERYONE, zone)).toMatchObject({ busy: 1 });
  }
});

test('a name that is not known is refused by its place, and nobody is counted', async () => {
  const answer = await ask({ audience: { kind: 'people', people: ['ana@belfry.test', 'nobody'] } });
  expect(answer.errors).toEqual([
    { path: 'audience.people.1', message: 'Nobody here has this id or address.' },
  ]);
});
