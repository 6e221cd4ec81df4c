import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FewPages, fewPages } from '@/db/sqlite/testing/few-pages';
import { type Answer, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import { canRead, post, sessionCookie, signIn } from './auth/auth-calls';
import * as allReading from './inbox/reading/route';
import * as sync from './inbox/sync/route';
import * as viewing from './inbox/viewing/route';
import * as notifications from './notifications/route';

let folder: string;
let house: House;
let pages: FewPages;
let asAna: string;
let asAdmin: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-full-'));
  const file = join(folder, 'belfry.db');
  pages = fewPages(file);
  house = await openHouse({}, { file });
  asAna = await house.signedIn(await house.addPerson('Ana', 'member'));
  asAdmin = await house.signedIn(await house.addPerson('Admin', 'admin'));
});
afterEach(async () => {
  await house.close();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const ATTEMPTS_MAX = 500;
const SIGN_INS = 5;

const create = (title: string) =>
  call(notifications.POST, {
    method: 'POST',
    cookie: asAdmin,
    json: { recipients: ['ana@belfry.test'], title, body: 'x'.repeat(1_000) },
  });
const feed = async () => (await call(notifications.GET, { cookie: asAna })).body;
const readAll = (through: string) =>
  call(allReading.POST, { method: 'POST', cookie: asAna, json: { through, filter: 'inbox' } });
const see = (ids: readonly string[]) => call(viewing.POST, { method: 'POST', cookie: asAna, json: { ids } });

const idsOf = (items: Answer[]): string[] => items.map(({ id }) => id);

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const done = await work();
  expect(performance.now() - begun).toBeLessThan(ms);
  return done;
}

test('while nothing more can be stored that is answered 507, people come and go and read, and it heals by itself', async () => {
  const stored: string[] = [];
  const one = async (title: string) => {
    const { status } = await create(title);
    if (status === 201) stored.unshift(title);
    return status;
  };
  expect(await one('before')).toBe(201);
  const { cursor, items } = await feed();
  const shown = idsOf(items);

  pages.fill();
  for (let attempt = 0; (await one(`filling ${attempt}`)) === 201; attempt += 1) {
    expect(attempt).toBeLessThan(ATTEMPTS_MAX);
  }
  expect(house.store.health().disk).toBe('full');
  for (const act of [() => create('refused'), () => readAll(cursor), () => see(shown)]) {
    const { status, body } = await within(1_000, act);
    expect([status, body.detail]).toEqual([507, 'The disk is full. Nothing was changed.']);
  }

  const inbox = await within(1_000, feed);
  expect(inbox.items.map((item: Answer) => item.title)).toEqual(stored);
  expect(inbox.items.filter((item: Answer) => item.readAt !== null || item.seenAt !== null)).toEqual([]);
  const synced = await within(1_000, () =>
    call(sync.GET, { path: `/api/inbox/sync?cursor=${cursor}`, cookie: asAna }),
  );
  expect([synced.status, synced.body.counts.unread]).toEqual([200, stored.length]);
  for (let time = 0; time < SIGN_INS; time += 1) {
    const cookie = sessionCookie((await signIn()).headers);
    expect(await canRead(cookie)).toBe(true);
    expect((await post('signout', {}, cookie)).status).toBe(200);
    expect(await canRead(cookie)).toBe(false);
  }
  // The premise: all of that was on a disk that is still full.
  expect(house.store.health().disk).toBe('full');

  pages.free();
  await expect.poll(() => house.store.health().disk, { timeout: 5_000 }).toBe('ok');
  expect(await one('after')).toBe(201);
  const after = await feed();
  expect(after.items.map((item: Answer) => item.title)).toEqual(stored);
  expect((await see(idsOf(after.items))).status).toBe(200);
  expect((await readAll(after.cursor)).status).toBe(200);
  expect((await feed()).counts).toEqual({ unread: 0, unseen: 0 });
});
