import { expect } from 'vitest';
import type { Broadcast } from '@/lib/inbox/broadcast';
import type { Store } from '../store';
import { type Check, titles } from './given';
import { house } from './replay';
import { draft, hold, sent } from './sendings';

/** Two acts at once have one outcome, whichever comes first; the order in which they are asked is turned round. */
export function racesContract(check: Check): void {
  for (const isTurned of [false, true]) {
    const order = isTurned ? 'the second asked first' : 'the first asked first';

    check(`cancel against release: it goes to all or to nobody (${order})`, async ({ store }) => {
      await house(store);
      await hold(store, { dueAt: 100 });
      const [cancelled, released] = await race(
        isTurned,
        () => store.cancelBroadcast('B', { now: 100 }),
        () => store.releaseDue({ now: 100, limit: 10 }),
      );
      const hasGone = released.value?.length === 1;
      expect(cancelled.code).toBe(hasGone ? 'conflict' : null);
      await expectOne(store, hasGone ? 'sent' : 'cancelled');
    });

    check(`pause against release: it goes out or waits (${order})`, async ({ store }) => {
      await house(store);
      await hold(store, { dueAt: 100 });
      const [paused, released] = await race(
        isTurned,
        () => store.pauseBroadcast('B', { now: 100 }),
        () => store.releaseDue({ now: 100, limit: 10 }),
      );
      const hasGone = released.value?.length === 1;
      expect(paused.code).toBe(hasGone ? 'conflict' : null);
      await expectOne(store, hasGone ? 'sent' : 'paused');
    });

    check(`edit against recall of one version: one of them is refused (${order})`, async ({ store }) => {
      await house(store);
      await sent(store);
      expect(await titles(store, 'ana')).toEqual(['B']);
      const edit = { content: { title: 'B2' }, notifyAgain: false, version: 1, now: 30 };
      const [edited, recalled] = await race<Broadcast, Broadcast>(
        isTurned,
        () => store.editBroadcast('B', edit),
        () => store.recallBroadcast('B', { version: 1, now: 30 }),
      );
      expect([edited.code, recalled.code].sort()).toEqual(['conflict', null]);
      expect(await titles(store, 'ana')).toEqual(recalled.code === null ? [] : ['B2']);
      expect(await titles(store, 'ben')).toEqual(recalled.code === null ? [] : ['B2']);
    });

    check(`expiry against recall: it leaves once, for one reason (${order})`, async ({ store }) => {
      await house(store);
      await draft(store, { expiresAt: 100 });
      await store.sendBroadcast('B', { version: 1, count: 3, dueAt: null, as: null, now: 10 });
      await store.counts('ana', 20);
      const [expired, recalled] = await race(
        isTurned,
        () => store.expireDue({ now: 100, limit: 10 }),
        () => store.recallBroadcast('B', { now: 100 }),
      );
      const isExpired = expired.value?.length === 1;
      expect(recalled.code).toBe(isExpired ? 'conflict' : null);
      expect((await store.findBroadcast('B'))?.state).toBe(isExpired ? 'expired' : 'recalled');
      expect(await store.logHead()).toBe(2);
      expect(await store.figures('B')).toMatchObject({ targeted: 3, delivered: 1, pending: 0, skipped: 2 });
    });
  }

  check('of two who send one draft at once, one does', async ({ store }) => {
    await house(store);
    await draft(store, {});
    const sending = { version: 1, count: 3, dueAt: null, as: null, now: 10 } as const;
    const [one, other] = await race(
      false,
      () => store.sendBroadcast('B', { ...sending, sentBy: 'ada' }),
      () => store.sendBroadcast('B', { ...sending, dueAt: 50, as: 'held', sentBy: 'ana' }),
    );
    expect([one.code, other.code].sort()).toEqual(['conflict', null]);
    expect(await store.releaseDue({ now: 100, limit: 10 })).toEqual(one.code === null ? [] : ['B']);
    expect(await store.logHead()).toBe(1);
    expect(await titles(store, 'ana')).toEqual(['B']);
  });

  check('two releases at once let it go once', async ({ store }) => {
    await house(store);
    await hold(store, { dueAt: 100 });
    const at = { now: 100, limit: 10 };
    const [one, other] = await race(
      false,
      () => store.releaseDue(at),
      () => store.releaseDue(at),
    );
    expect([...(one.value ?? []), ...(other.value ?? [])]).toEqual(['B']);
    await expectOne(store, 'sent');
  });

  check('whoever joins while it goes out is counted if and only if they get it', async ({ store }) => {
    await house(store);
    await store.createGroup({ id: 'g', key: 'g', name: 'G', createdBy: 'ada', now: 2 });
    await store.addMembers('g', { userIds: ['ben'], now: 3 });
    await hold(store, { audience: { kind: 'groups', groups: ['g'] }, count: 1, dueAt: 100 });
    await race(
      false,
      () => store.releaseDue({ now: 100, limit: 10 }),
      () => store.addMembers('g', { userIds: ['ana'], now: 100 }),
    );
    const got = (await titles(store, 'ana')).length + (await titles(store, 'ben')).length;
    expect(await store.figures('B')).toMatchObject({ targeted: got, delivered: got, pending: 0, skipped: 0 });
  });
}

type Outcome<T> = Readonly<{ value: T | null; code: string | null }>;

async function race<One, Other>(
  isTurned: boolean,
  one: () => Promise<One>,
  other: () => Promise<Other>,
): Promise<[Outcome<One>, Outcome<Other>]> {
  if (!isTurned) return Promise.all([outcome(one()), outcome(other())]);
  const second = outcome(other());
  return [await outcome(one()), await second];
}

function outcome<T>(asked: Promise<T>): Promise<Outcome<T>> {
  return asked.then(
    (value) => ({ value, code: null }),
    (error: { code?: string }) => ({ value: null, code: error.code ?? String(error) }),
  );
}

async function expectOne(store: Store, state: string): Promise<void> {
  expect((await store.findBroadcast('B'))?.state).toBe(state);
  expect(await store.releaseDue({ now: 500, limit: 10 })).toEqual([]);
  const shown = state === 'sent' ? ['B'] : [];
  for (const name of ['ana', 'ben', 'ada']) expect(await titles(store, name)).toEqual(shown);
}
