import { expect } from 'vitest';
import type { RecipientFilter } from '@/lib/inbox/recipient';
import { arrange, expectAgreement, listed, NAMES, WHOLE } from './followed';
import { type Check, content, iso, join } from './given';

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
}
