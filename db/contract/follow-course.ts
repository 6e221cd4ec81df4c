import { expect } from 'vitest';
import type { RecipientFilter } from '@/lib/inbox/recipient';
import { arrange, expectAgreement, listed, markOf, NAMES, WHOLE } from './followed';
import { type Check, content, iso, join } from './given';

/** How a broadcast comes in, who is online, and how it ends. */
export function followCourseContract(check: Check): void {
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
}
