import { afterEach, beforeEach, expect, test } from 'vitest';
import { findKeyHolder } from '../api-keys/find-key-holder';
import { broadcastsQuery, searchBroadcasts } from '../broadcasts/follow/search-broadcasts';
import { listGroups } from '../groups/list-groups';
import { getFeed } from '../inbox/get-feed';
import type { Viewer } from '../sessions/session-viewer';
import { type House, openHouse } from '../testing/test-house';
import { seedDemo } from './seed-demo';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

async function viewerOf(email: string): Promise<Viewer> {
  const user = (await house.store.findCredentials(email))?.user;
  if (!user) throw new Error(`There is no ${email}.`);
  return { ...user, sessionId: 'none', authVersion: 1 };
}

test('the demo has a believable week for three people and three past broadcasts', async () => {
  const { apiKey } = await seedDemo();

  for (const email of ['ana@belfry.test', 'ben@belfry.test', 'carla@belfry.test']) {
    const viewer = await viewerOf(email);
    const inbox = await getFeed(viewer, { limit: 100 });
    const archived = await getFeed(viewer, { filter: 'archived', limit: 100 });
    const all = [...inbox.items, ...archived.items];
    expect(all.length).toBeGreaterThanOrEqual(33);
    expect(archived.items.length).toBeGreaterThan(3);
    expect(inbox.counts.unread).toBeGreaterThan(3);
    expect(inbox.counts.unseen).toBeGreaterThanOrEqual(3);
    expect(inbox.counts.unread).toBeLessThan(inbox.items.length);
    expect(new Set(all.map((item) => item.category)).size).toBeGreaterThan(5);
    expect(new Set(all.map((item) => item.severity)).size).toBe(4);
    const ages = all.map((item) => house.clock.now - Date.parse(item.createdAt));
    expect(Math.max(...ages)).toBeLessThanOrEqual(7 * 24 * 3600_000);
    expect(Math.min(...ages)).toBeGreaterThan(0);
    expect(Math.min(...ages)).toBeLessThan(10 * 60_000);
  }
  const admin = await viewerOf('admin@belfry.test');
  const { broadcasts } = await searchBroadcasts(admin, broadcastsQuery.parse({}));
  expect(broadcasts.map((broadcast) => broadcast.state)).toEqual(['sent', 'sent', 'sent']);
  expect(broadcasts.map((broadcast) => broadcast.figures.targeted)).toEqual([4, 3, 4]);
  expect(broadcasts.filter((broadcast) => broadcast.editedAt !== null)).toHaveLength(1);
  expect(broadcasts.at(-1)?.figures).toMatchObject({ delivered: 4, pending: 0, seen: 4, read: 4 });
  expect(await findKeyHolder(apiKey ?? '')).toMatchObject({ name: 'Demo' });
  const { groups } = await listGroups(admin);
  expect(groups.map(({ key, people }) => `${key} ${people}`).sort()).toEqual(['berlin 2', 'on-call 2']);
});

test('a second start adds nothing and answers the same key, until it was revoked', async () => {
  const first = await seedDemo();
  const ana = await viewerOf('ana@belfry.test');
  const before = await getFeed(ana, { limit: 100 });

  expect(await seedDemo()).toEqual(first);
  expect(await getFeed(ana, { limit: 100 })).toEqual(before);

  const [key] = await house.store.listApiKeys();
  await house.store.revokeApiKey(key?.id ?? '', { now: house.clock.now });
  expect(await seedDemo()).toEqual({ apiKey: null });
});

test('the clock is the present again after the seed', async () => {
  await seedDemo();
  const { context } = await import('../context');
  expect(context().now()).toBe(house.clock.now);
});
