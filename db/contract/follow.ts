import { expect } from 'vitest';
import type { RecipientFilter } from '@/lib/inbox/recipient';
import { RECIPIENT_FILTERS } from '@/lib/inbox/recipient';
import type { Store } from '../store';
import { broadcast, type Check, content, iso, join } from './given';

const NAMES = ['ana', 'ben', 'carla', 'dora', 'emil', 'fay'] as const;
const WHOLE = { q: null, before: null, limit: 100 } as const;

/** What became of a broadcast: who has it, how it came, and finding it again. */
export function followContract(check: Check): void {
  check('each person stands in the lists that are about what they did', async ({ store }) => {
    await arrange(store);
    expect(await listed(store, 'all')).toEqual([
      'ada pending',
      'ana clicked',
      'ben read',
      'carla seen',
      'dora delivered',
      'emil pending',
      'fay skipped',
    ]);
    const namesOf = async (state: RecipientFilter) =>
      (await listed(store, state)).map((line) => line.split(' ')[0]);
    expect(await namesOf('pending')).toEqual(['ada', 'emil']);
    expect(await namesOf('delivered')).toEqual(['ana', 'ben', 'carla', 'dora']);
    expect(await namesOf('unseen')).toEqual(['dora']);
    expect(await namesOf('unread')).toEqual(['carla', 'dora']);
    expect(await namesOf('seen')).toEqual(['ana', 'ben', 'carla']);
    expect(await namesOf('read')).toEqual(['ana', 'ben']);
    expect(await namesOf('clicked')).toEqual(['ana']);
    expect(await namesOf('skipped')).toEqual(['fay']);
    const { recipients } = await store.recipients('B', { ...WHOLE, state: 'all' });
    expect(recipients[2]).toEqual({
      id: 'ben',
      name: 'ben',
      email: 'ben@belfry.test',
      state: 'read',
      deliveredAt: iso(30),
      seenAt: iso(40),
      readAt: iso(50),
      clickedAt: null,
      skipped: null,
    });
    expect(recipients.at(-1)).toMatchObject({ skipped: 'left', deliveredAt: null });
  });

  check('the lists are as long as the figures say, whatever happens', async ({ store }) => {
    await arrange(store);
    await expectAgreement(store);
    for (const name of ['emil', 'ada'] as const) {
      await store.counts(name, 60);
      await expectAgreement(store);
    }
    await store.editBroadcast('B', { content: { title: 'C' }, notifyAgain: true, now: 70 });
    for (const name of NAMES.slice(0, 5)) {
      await store.counts(name, 71);
      await expectAgreement(store);
    }
    expect((await store.progress('B'))?.figures).toMatchObject({ delivered: 6, seen: 0, read: 0 });
  });

  check(
    'what is recalled is pending for nobody, and who it had not reached is in the figures only',
    async ({ store }) => {
      await arrange(store);
      await store.recallBroadcast('B', { now: 60 });
      expect(await listed(store, 'pending')).toEqual([]);
      const all = await store.recipients('B', { ...WHOLE, state: 'all' });
      expect(all.recipients.map(({ id }) => id)).toEqual(['ana', 'ben', 'carla', 'dora', 'fay']);
      expect(all.unlisted).toBe(2);
      const progress = await store.progress('B');
      expect(progress).toMatchObject({
        state: 'recalled',
        figures: { targeted: 7, delivered: 4, pending: 0, skipped: 3 },
        skippedFor: { left: 1, muted: 0, unreached: 2 },
      });
      for (const name of NAMES) await store.counts(name, 61);
      expect(await store.progress('B')).toEqual(progress);
      expect(await listed(store, 'delivered')).toHaveLength(4);
    },
  );

  check('once it is stopped nobody waits for it, and who has it is followed further', async ({ store }) => {
    await arrange(store);
    await store.stopBroadcast('B', { now: 60 });
    expect(await listed(store, 'pending')).toEqual([]);
    for (const name of ['ada', 'emil']) await store.counts(name, 61);
    await markOf(store, 'dora', 'read', 62);
    expect(await store.progress('B')).toMatchObject({
      state: 'sent',
      figures: { targeted: 7, delivered: 4, pending: 0, skipped: 3, read: 3 },
      skippedFor: { left: 1, muted: 0, unreached: 2 },
    });
  });

  check(
    'what was purged is counted and listed nowhere, and the lists say of how many that is so',
    async ({ store }) => {
      await arrange(store);
      await store.recallBroadcast('B', { now: 60 });
      for (const name of NAMES) await store.counts(name, 61);
      await store.purge({ now: 61 + 40 * 24 * 60 * 60 * 1_000, limit: 1_000 });
      const unlistedOf = async (state: RecipientFilter) => {
        const page = await store.recipients('B', { ...WHOLE, state });
        return [page.recipients.length, page.unlisted];
      };
      expect(await unlistedOf('all')).toEqual([1, 6]);
      expect(await unlistedOf('delivered')).toEqual([0, 4]);
      expect(await unlistedOf('seen')).toEqual([0, 3]);
      expect(await unlistedOf('unread')).toEqual([0, 2]);
      expect(await unlistedOf('skipped')).toEqual([1, 2]);
      expect((await store.timeline('B')).untimed).toEqual({ delivered: 4, seen: 3, read: 2, clicked: 1 });
    },
  );

  check('a kept list is followed by its people, and not by who belongs later', async ({ store }) => {
    await join(store, 'ada', 'admin');
    await join(store, 'ana');
    const audience = { kind: 'everyone' } as const;
    await store.createBroadcast({ id: 'B', createdBy: 'ada', content: content('B'), audience, now: 5 });
    const sending = { version: 1, count: 2, dueAt: 50, as: 'scheduled', frozen: true } as const;
    await store.sendBroadcast('B', { ...sending, now: 6 });
    await join(store, 'ben', 'member', 20);
    await store.releaseDue({ now: 50, limit: 10 });
    expect(await listed(store, 'all')).toEqual(['ada pending', 'ana pending']);
    expect(await store.onlineSplit('B', ['ana', 'ben'])).toEqual({ delivered: 0, pending: 1 });
  });

  check(
    'who has the category off is skipped for that, and who expired with it is in no list',
    async ({ store }) => {
      await join(store, 'ada', 'admin');
      for (const name of NAMES) await join(store, name);
      await store.muteCategory('ana', { category: 'general', muted: true, now: 10 });
      const audience = { kind: 'everyone' } as const;
      const draft = { id: 'B', createdBy: 'ada', content: content('B'), audience, expiresAt: 90, now: 11 };
      await store.createBroadcast(draft);
      await store.sendBroadcast('B', { version: 1, count: 7, dueAt: null, as: null, now: 20 });
      for (const name of ['ana', 'ben']) await store.counts(name, 30);
      await expectAgreement(store);
      const { recipients } = await store.recipients('B', { ...WHOLE, state: 'skipped' });
      expect(recipients.map(({ id, skipped }) => [id, skipped])).toEqual([['ana', 'muted']]);
      await store.expireDue({ now: 90, limit: 10 });
      expect(await store.progress('B')).toMatchObject({
        state: 'expired',
        figures: { targeted: 7, delivered: 1, pending: 0, skipped: 6 },
        skippedFor: { left: 0, muted: 1, unreached: 5 },
      });
      expect((await store.recipients('B', { ...WHOLE, state: 'skipped' })).unlisted).toBe(5);
    },
  );

  check('a page begins where the last one ended, though people move on between them', async ({ store }) => {
    await arrange(store);
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const page = await store.recipients('B', { state: 'all', q: null, before, limit: 2 });
      seen.push(...page.recipients.map(({ id }) => id));
      expect(page.unlisted === null).toBe(before !== null);
      before = page.next;
      // Those who wait are reached while their list is read: from one source to another, on both sides of the page.
      await store.counts(seen.length === 2 ? 'emil' : 'ada', 60);
    } while (before !== null);
    expect(seen).toEqual(['ada', ...NAMES]);
  });

  check('a search looks into names and addresses, and takes signs as they are', async ({ store }) => {
    await arrange(store);
    const found = async (q: string) =>
      (await store.recipients('B', { ...WHOLE, state: 'all', q })).recipients.map(({ id }) => id);
    expect(await found('CARLA')).toEqual(['carla']);
    expect(await found('@belfry')).toHaveLength(7);
    expect(await found('%')).toEqual([]);
    expect(await found('a_a')).toEqual([]);
    expect(await found('\\')).toEqual([]);
  });

  check('a page has a bound, and an unknown broadcast has no people', async ({ store }) => {
    await arrange(store);
    for (const limit of [0, 1_001, 1.5]) {
      const page = store.recipients('B', { state: 'all', q: null, before: null, limit });
      await expect(page).rejects.toMatchObject({ code: 'invalid' });
    }
    for (const asked of [store.recipients('x', { ...WHOLE, state: 'all' }), store.timeline('x')]) {
      await expect(asked).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await store.progress('x')).toBeNull();
  });

  check('the timeline tells what the figures tell, in the order it came', async ({ store }) => {
    await arrange(store);
    const { from, stepMs, points, untimed } = await store.timeline('B');
    expect([from, stepMs]).toEqual([iso(20), 1_000]);
    expect(points).toEqual([{ at: iso(1_020), delivered: 4, seen: 3, read: 2, clicked: 1 }]);
    expect(untimed).toEqual({ delivered: 0, seen: 0, read: 0, clicked: 0 });
    await store.counts('emil', 20 + 3_600_000 * 30);
    const later = await store.timeline('B');
    expect(later.stepMs).toBe(3_600_000);
    expect(later.points[0]).toMatchObject({ delivered: 4, seen: 3, read: 2, clicked: 1 });
    expect(later.points.at(-1)).toMatchObject({ delivered: 5, seen: 3 });
    expect(later.points).toHaveLength(31);
  });

  check('what was never sent has no timeline', async ({ store }) => {
    await join(store, 'ada', 'admin');
    await store.createBroadcast({
      id: 'D',
      createdBy: 'ada',
      content: content('D'),
      audience: { kind: 'everyone' },
      now: 5,
    });
    await expect(store.timeline('D')).rejects.toMatchObject({ code: 'not_found' });
    expect((await store.recipients('D', { ...WHOLE, state: 'all' })).recipients).toEqual([]);
  });

  check('of those who are online it says who has it and who is about to', async ({ store }) => {
    await arrange(store);
    expect(await store.onlineSplit('B', ['ana', 'ben', 'emil', 'fay', 'nobody'])).toEqual({
      delivered: 2,
      pending: 1,
    });
    const many = Array.from({ length: 1_001 }, (_, nth) => `p${nth}`);
    await expect(store.onlineSplit('B', many)).rejects.toMatchObject({ code: 'invalid' });
  });

  check('a sparkline rises to the number who have seen it', async ({ store }) => {
    await arrange(store);
    const lines = await store.sparklines(['B', 'x']);
    expect([...lines.keys()]).toEqual(['B']);
    expect(lines.get('B')).toEqual(Array(16).fill(3));
    await markOf(store, 'dora', 'read', 20 + 160_000);
    const later = (await store.sparklines(['B'])).get('B');
    expect(later).toEqual([...Array(15).fill(3), 4]);
    expect(await store.sparklines([])).toEqual(new Map());
  });
}

/** Ada's broadcast to seven: one who clicked, one who read, one who saw, one who only has it, two it has not reached, one who left. */
async function arrange(store: Store): Promise<void> {
  await join(store, 'ada', 'admin');
  for (const name of NAMES) await join(store, name);
  await broadcast(store, { title: 'B', createdBy: 'ada', now: 20 });
  await store.changeUser('fay', { disabled: true, now: 25 });
  await store.replay(['ana', 'ben', 'carla', 'dora'], 30);
  for (const name of ['ana', 'ben', 'carla']) {
    const { items } = await store.feed(name, { filter: 'inbox', before: null, limit: 1, now: 40 });
    await store.view(name, { ids: items.map(({ id }) => id), now: 40 });
  }
  await markOf(store, 'ben', 'read', 50);
  await click(store, 'ana', 55);
}

async function rowOf(store: Store, name: string, now: number): Promise<string> {
  const { items } = await store.feed(name, { filter: 'inbox', before: null, limit: 1, now });
  return items[0]?.id ?? '';
}

async function markOf(store: Store, name: string, as: 'read' | 'unread', now: number): Promise<void> {
  await store.mark(name, { id: await rowOf(store, name, now), as, operationId: `${name}${now}`, now });
}

async function click(store: Store, name: string, now: number): Promise<void> {
  await store.click(name, { id: await rowOf(store, name, now), operationId: `${name}${now}`, now });
}

async function listed(store: Store, state: RecipientFilter): Promise<readonly string[]> {
  const { recipients } = await store.recipients('B', { ...WHOLE, state });
  return recipients.map(({ id, state: reached }) => `${id} ${reached}`);
}

/** Every list is as long as its figure, and the figures are those that everybody else is told. */
async function expectAgreement(store: Store): Promise<void> {
  const progress = await store.progress('B');
  const { figures, skippedFor } = progress ?? {};
  expect(figures).toEqual(await store.figures('B'));
  if (!figures || !skippedFor) throw new Error('The broadcast is gone.');
  const { targeted, delivered, pending, skipped, seen, read, clicked } = figures;
  expect(targeted).toBe(delivered + pending + skipped);
  expect(skipped).toBe(skippedFor.left + skippedFor.muted + skippedFor.unreached);
  const lengths = new Map<RecipientFilter, number>();
  for (const state of RECIPIENT_FILTERS) lengths.set(state, (await listed(store, state)).length);
  expect(Object.fromEntries(lengths)).toEqual({
    all: targeted,
    pending,
    delivered,
    skipped,
    seen,
    read,
    clicked,
    unseen: delivered - seen,
    unread: delivered - read,
  });
}
