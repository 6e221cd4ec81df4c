import { afterEach, beforeEach, expect, test } from 'vitest';
import { shownProgress } from '@/lib/server/broadcasts/follow/few-hidden';
import { findRecaller } from '@/lib/server/broadcasts/follow/find-recaller';
import { getSparklines } from '@/lib/server/broadcasts/follow/search-broadcasts';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as copies from './broadcasts/[id]/copies/route';
import * as progress from './broadcasts/[id]/progress/route';
import * as recall from './broadcasts/[id]/recall/route';
import * as recipients from './broadcasts/[id]/recipients/route';
import * as csv from './broadcasts/[id]/recipients.csv/route';
import * as broadcast from './broadcasts/[id]/route';
import * as stopping from './broadcasts/[id]/stopping/route';
import * as timeline from './broadcasts/[id]/timeline/route';
import * as broadcasts from './broadcasts/route';
import { sendTo } from './testing/send-to';

let house: House;
let ana: Viewer;
let sam: Viewer;
let asSam: string;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
  sam = await house.addPerson('Sam', 'sender');
  await house.addPerson('Ben', 'member');
  asSam = await house.signedIn(sam);
});
afterEach(() => house.close());

const ask = (route: { GET: Parameters<typeof call>[0] }, id: string, query = '') =>
  call(route.GET, { params: { id }, path: `/api/broadcasts/${id}/x${query}`, cookie: asSam });

test('the people of a broadcast are listed with how far it came with each, page after page', async () => {
  const id = await sendTo(house, sam);
  await house.store.counts(ana.id, house.clock.now + 1_000);
  const { body } = await ask(recipients, id, '?limit=2');
  expect(body.recipients.map(({ name, state }: { name: string; state: string }) => [name, state])).toEqual([
    ['Ana', 'delivered'],
    ['Sam', 'pending'],
  ]);
  const { body: rest } = await ask(recipients, id, `?limit=2&before=${body.next}`);
  expect(rest).toMatchObject({ recipients: [{ name: 'Ben' }], next: null });
  expect((await ask(recipients, id, '?state=pending&q=BEN')).body.recipients).toHaveLength(1);
});

test('what narrows a list is refused by name when it makes no sense', async () => {
  const id = await sendTo(house, sam);
  for (const [query, path] of [
    ['?state=asleep', 'state'],
    ['?before=%20', 'before'],
    ['?limit=201', 'limit'],
    [`?q=${'x'.repeat(101)}`, 'q'],
    ['?sort=name', 'sort'],
  ] as const) {
    const { status, body } = await ask(recipients, id, query);
    expect([status, body.errors[0].path], query).toEqual([400, path]);
  }
  expect((await ask(recipients, 'nothing')).status).toBe(404);
  expect((await ask(csv, 'nothing')).status).toBe(404);
});

test('where only totals are shown nobody is named, in no list and no file', async () => {
  await house.close();
  house = await openHouse({ statsPrivacy: 'aggregate' });
  const admin = await house.addPerson('Admin', 'admin');
  asSam = await house.signedIn(admin);
  const id = await sendTo(house, admin);
  for (const route of [recipients, csv]) {
    const { status, body } = await ask(route, id);
    expect([status, body.detail]).toEqual([403, expect.stringContaining('Totals only')]);
  }
});

test('where only totals are shown, nothing is told of what fewer than five people did', async () => {
  const { id, people } = await sentInTotals(4);
  house.online.users = people.map((person) => person.id);
  const { body } = await ask(progress, id);
  expect(body).toMatchObject({
    figures: { targeted: 4, delivered: 1, pending: 3, skipped: 0, seen: null, read: null, clicked: null },
    skippedFor: null,
    online: null,
  });
  const refused = await ask(timeline, id);
  expect([refused.status, refused.body.detail]).toEqual([403, 'Fewer than 5 people: figures are not shown.']);
  expect((await ask(timeline, 'nothing')).status).toBe(404);
  const hidden = { targeted: 4, delivered: 1, seen: null, read: null, clicked: null };
  expect((await ask(broadcast, id)).body.figures).toMatchObject(hidden);
  const { body: found } = await call(broadcasts.GET, { path: '/api/broadcasts', cookie: asSam });
  expect(found.broadcasts[0].figures).toMatchObject(hidden);
  // What the events on the channel of its watchers are made of.
  expect(await shownProgress(id)).toMatchObject({ figures: hidden, skippedFor: null });
  expect(await getSparklines(sam, found.broadcasts)).toEqual(new Map());
});

test('where only totals are shown, those of five people are', async () => {
  const { id, people } = await sentInTotals(5);
  house.online.users = people.map((person) => person.id);
  expect((await ask(progress, id)).body).toMatchObject({
    figures: { targeted: 5, delivered: 1, seen: 1, read: 1, clicked: 0 },
    skippedFor: { left: 0, muted: 0, unreached: 0 },
    online: { delivered: 1, pending: 4 },
  });
  expect((await ask(timeline, id)).body.points.at(-1)).toMatchObject({ delivered: 1, read: 1 });
  const { body } = await ask(broadcast, id);
  expect(body.figures).toMatchObject({ targeted: 5, read: 1 });
  expect(await shownProgress(id)).toMatchObject({ figures: { read: 1 }, skippedFor: { muted: 0 } });
  expect((await getSparklines(sam, [body])).size).toBe(1);
});

test('where names are shown, an audience of one has its figures', async () => {
  const id = await sendTo(house, sam, { kind: 'people', people: [ana.id] });
  await readIt(ana);
  expect((await ask(progress, id)).body.figures).toMatchObject({ targeted: 1, seen: 1, read: 1 });
  expect((await ask(timeline, id)).status).toBe(200);
});

/** A broadcast to so many people, the first of whom has read it, where only totals are shown. */
async function sentInTotals(size: number) {
  await house.close();
  house = await openHouse({ statsPrivacy: 'aggregate' });
  sam = await house.addPerson('Sam', 'sender');
  asSam = await house.signedIn(sam);
  const people: Viewer[] = [];
  for (let one = 0; one < size; one += 1) people.push(await house.addPerson(`P${one}`, 'member'));
  const id = await sendTo(house, sam, { kind: 'role', role: 'member' });
  if (people[0]) await readIt(people[0]);
  return { id, people };
}

async function readIt(person: Viewer): Promise<void> {
  const at = { now: house.clock.now };
  const { items } = await house.store.feed(person.id, { filter: 'inbox', before: null, limit: 1, ...at });
  await house.store.mark(person.id, { id: items[0]?.id ?? 'none', as: 'read', operationId: 'o', ...at });
}

test('the progress says who of its people is online, where that can be known', async () => {
  const id = await sendTo(house, sam);
  await house.store.counts(ana.id, house.clock.now);
  house.online.users = [ana.id, sam.id, 'nobody'];
  expect((await ask(progress, id)).body).toMatchObject({
    asOf: house.clock.now,
    state: 'sent',
    figures: { targeted: 3, delivered: 1, pending: 2, skipped: 0 },
    skippedFor: { left: 0, muted: 0, unreached: 0 },
    online: { delivered: 1, pending: 1 },
  });
  house.online.users = null;
  expect((await ask(progress, id)).body.online).toBeNull();
});

test('the timeline ends at the figures', async () => {
  const id = await sendTo(house, sam);
  await house.store.counts(ana.id, house.clock.now + 90_000);
  const { body } = await ask(timeline, id);
  expect(body.points.at(-1)).toMatchObject({ delivered: 1, seen: 0 });
  expect(body.stepMs).toBe(5_000);
});

test('broadcasts are searched by what the address says', async () => {
  const id = await sendTo(house, sam);
  const found = async (query: string) =>
    (await call(broadcasts.GET, { path: `/api/broadcasts${query}`, cookie: asSam })).body;
  expect((await found('?q=drill&state=sent')).broadcasts.map((one: { id: string }) => one.id)).toEqual([id]);
  expect((await found('?q=lunch')).broadcasts).toEqual([]);
  expect((await found(`?sender=${sam.id}&from=2030-05-15T10:00:00Z`)).broadcasts).toHaveLength(1);
  expect((await found('?to=2030-05-15T12:00:00%2B02:00')).broadcasts).toEqual([]);
  for (const [query, path] of [
    ['?state=lost', 'state'],
    ['?from=yesterday', 'from'],
    ['?category=A b', 'category'],
    ['?sender=..', 'sender'],
  ]) {
    expect((await found(query ?? '')).errors[0].path).toBe(path);
  }
});

const act = (route: { POST: Parameters<typeof call>[0] }, id: string, headers = {}) =>
  call(route.POST, { method: 'POST', params: { id }, cookie: asSam, json: {}, headers });

test('a stopped broadcast stays where it is and comes to nobody else, and that is one act', async () => {
  const id = await sendTo(house, sam);
  await house.store.counts(ana.id, house.clock.now);
  expect((await act(stopping, id)).body).toMatchObject({ state: 'sent', stoppedAt: expect.any(String) });
  expect((await act(stopping, id)).status).toBe(200);
  await house.store.counts(sam.id, house.clock.now);
  expect((await ask(progress, id)).body).toMatchObject({
    figures: { targeted: 3, delivered: 1, pending: 0, skipped: 2 },
    skippedFor: { left: 0, muted: 0, unreached: 2 },
  });
  const { entries } = await house.store.auditLog({ before: null, limit: 10 });
  expect(entries.map(({ action }) => action)).toEqual(['broadcast.stop']);
  expect(house.told).toContain(`figures ${id}`);
});

test('what is not sent cannot be stopped', async () => {
  const id = await sendTo(house, sam);
  const { body } = await act(copies, id);
  const refused = await act(stopping, body.id);
  expect([refused.status, refused.body.state]).toEqual([409, 'draft']);
});

test('a copy is a draft of one’s own, made once however often it is asked for', async () => {
  const id = await sendTo(house, sam, { kind: 'role', role: 'member' });
  const admin = await house.addPerson('Admin', 'admin');
  asSam = await house.signedIn(admin);
  const headers = { 'idempotency-key': 'copy-1' };
  const first = await act(copies, id, headers);
  const again = await act(copies, id, headers);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await house.store.findBroadcast(first.body.id)).toMatchObject({
    state: 'draft',
    title: 'Fire drill at noon',
    audience: { kind: 'role', role: 'member' },
    createdBy: { name: 'Admin' },
    sentAt: null,
  });
  expect((await act(copies, 'nothing')).status).toBe(404);
});

test('who recalled a broadcast is known to its senders, and to nobody before it was recalled', async () => {
  const dana = await house.addPerson('Dana', 'admin');
  const id = await sendTo(house, sam);
  expect(await findRecaller(sam, { id, recalledAt: null })).toBeNull();
  const cookie = await house.signedIn(dana);
  const { status, body } = await call(recall.POST, { method: 'POST', params: { id }, cookie, json: {} });
  expect(status).toBe(200);
  const other = await sendTo(house, sam);
  await house.store.recallBroadcast(other, { now: house.clock.now });
  expect(await findRecaller(sam, { id, recalledAt: body.recalledAt })).toBe('Dana');
  await expect(findRecaller(ana, { id, recalledAt: body.recalledAt })).rejects.toMatchObject({
    code: 'forbidden',
  });
});
