import { expect } from 'vitest';
import type { Actor } from '@/lib/inbox/audit';
import type { Store } from '../store';
import { type Check, content, join, titles } from './given';

const ADA: Actor = { id: 'ada', name: 'Ada', via: 'page', address: null, requestId: null };
const EVERYONE = { kind: 'everyone' } as const;

/** A broadcast of Ada's that waits until 100. */
async function waiting(store: Store, how: { as?: 'held' | 'scheduled'; frozen?: boolean } = {}) {
  const { as = 'held', frozen = false } = how;
  const draft = { id: 'B', createdBy: 'ada', content: content('B'), audience: EVERYONE, now: 5 };
  await store.createBroadcast(draft);
  const { count } = await store.countAudience(EVERYONE);
  const sending = { version: 1, count, dueAt: 100, as, frozen, sentBy: 'ada', now: 10 } as const;
  await store.sendBroadcast('B', { ...sending, timeZone: as === 'scheduled' ? 'Europe/Berlin' : null });
}

export function redraftingContract(check: Check): void {
  for (const [what, how] of [
    ['held', {}],
    ['scheduled', { as: 'scheduled' }],
    ['frozen', { frozen: true }],
  ] as const) {
    check(`what is ${what} becomes a draft that nobody has confirmed`, async ({ store, moved }) => {
      await join(store, 'ada', 'admin');
      await waiting(store, how);
      const draft = await store.redraftBroadcast('B', { by: ADA, now: 20 });
      expect(draft).toMatchObject({ state: 'draft', version: 2, frozen: false, sentBy: null });
      expect([draft.dueAt, draft.scheduledFor, draft.timeZone]).toEqual([null, null, null]);
      expect(await store.nextDue()).toBeNull();
      expect(await store.recentSendings('ada', 0)).toEqual([]);
      expect(await store.releaseDue({ now: 200, limit: 10 })).toEqual([]);
      expect(await titles(store, 'ada')).toEqual([]);
      expect(moved).toEqual([]);
      expect(await store.redraftBroadcast('B', { by: ADA, now: 21 })).toEqual(draft);
      const { entries } = await store.auditLog({ before: null, limit: 10 });
      expect(entries.map(({ action }) => action)).toEqual(['broadcast.redraft']);
    });
  }

  check('a frozen one that became a draft is frozen anew, with who belongs then', async ({ store }) => {
    await join(store, 'ada', 'admin');
    await waiting(store, { frozen: true });
    await store.redraftBroadcast('B', { now: 20 });
    await join(store, 'ben', 'member', 21);
    const again = { version: 2, count: 2, dueAt: 100, as: 'scheduled', frozen: true, now: 30 } as const;
    expect(await store.sendBroadcast('B', again)).toMatchObject({ frozen: true });
    expect(await store.releaseDue({ now: 100, limit: 10 })).toEqual(['B']);
    expect((await store.figures('B'))?.targeted).toBe(2);
  });

  check(
    'a paused one becomes a draft; one that is sent, cancelled or unknown does not',
    async ({ store }) => {
      await join(store, 'ada', 'admin');
      await waiting(store);
      await store.pauseBroadcast('B', { now: 20 });
      expect(await store.redraftBroadcast('B', { now: 21 })).toMatchObject({ state: 'draft', version: 2 });
      const sending = { version: 2, count: 1, dueAt: null, as: null, now: 30 };
      await store.sendBroadcast('B', sending);
      await expect(store.redraftBroadcast('B', { by: ADA, now: 31 })).rejects.toMatchObject({
        code: 'conflict',
        facts: { state: 'sent' },
      });
      await expect(store.redraftBroadcast('C', { now: 31 })).rejects.toMatchObject({ code: 'not_found' });
    },
  );
}
