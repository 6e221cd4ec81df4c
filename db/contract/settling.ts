import { expect } from 'vitest';
import type { Store } from '../store';
import { broadcast, type Check, content, titles } from './given';
import { delivered, house } from './replay';

/** Who is owed what when people change, and when they were away for long. */
export function settlingContract(check: Check): void {
  check('disabled people are not counted and get nothing, also not later', async ({ store }) => {
    await house(store);
    await store.changeUser('ben', { disabled: true, now: 10 });
    await broadcast(store, { title: 'B', createdBy: 'ada' });
    expect(await store.figures('B')).toMatchObject({ targeted: 2 });
    await store.changeUser('ben', { disabled: false, now: 30 });
    expect(await titles(store, 'ben')).toEqual([]);
  });

  check(
    'a change of role settles the inbox: owed to both is delivered, to the old alone is skipped',
    async ({ store }) => {
      await house(store);
      await broadcast(store, { title: 'all', createdBy: 'ada' });
      await broadcast(store, {
        title: 'members',
        createdBy: 'ada',
        audience: { kind: 'role', role: 'member' },
      });
      await broadcast(store, {
        title: 'senders',
        createdBy: 'ada',
        audience: { kind: 'role', role: 'sender' },
      });
      await store.changeUser('ana', { role: 'sender', now: 30 });
      expect(await titles(store, 'ana')).toEqual(['all']);
      expect(await store.figures('members')).toMatchObject({
        targeted: 2,
        delivered: 0,
        pending: 1,
        skipped: 1,
      });
      expect(await store.figures('senders')).toMatchObject({
        targeted: 0,
        delivered: 0,
        pending: 0,
        skipped: 0,
      });
    },
  );

  check(
    'whoever is disabled before it reached them is skipped, and keeps what they had',
    async ({ store }) => {
      await house(store);
      await delivered(store);
      await broadcast(store, { title: 'C', createdBy: 'ada' });
      await store.editBroadcast('B', { content: { title: 'B2' }, notifyAgain: false, now: 40 });
      await store.changeUser('ana', { disabled: true, now: 50 });
      expect(await store.figures('C')).toMatchObject({ targeted: 3, delivered: 0, pending: 2, skipped: 1 });
      expect(await titles(store, 'ana')).toEqual(['B2']);
    },
  );

  check('the figures follow what people do with it', async ({ store }) => {
    await house(store);
    const id = await delivered(store);
    expect((await store.view('ana', { ids: [id], now: 40 })).broadcasts).toEqual(['B']);
    expect(await store.figures('B')).toMatchObject({ delivered: 1, seen: 1, read: 0 });
    expect((await store.mark('ana', { id, as: 'archived', operationId: 'a', now: 45 })).broadcasts).toEqual(
      [],
    );
    const through = { epoch: store.epoch, seq: 1 };
    const all = await store.readAll('ana', { through, filter: 'archived', operationId: 'o', now: 50 });
    expect(all.broadcasts).toEqual(['B']);
    expect((await store.findBroadcast('B'))?.figures).toMatchObject({ seen: 1, read: 1 });
    expect((await store.undo('ana', { operationId: 'o', now: 60 })).broadcasts).toEqual(['B']);
    expect(await store.figures('B')).toMatchObject({ seen: 1, read: 0 });
  });

  check('people away for long are brought up to date before they are notified', async ({ store }) => {
    await house(store);
    await broadcast(store, { title: 'B', createdBy: 'ada' });
    await editOften(store, 150);
    const recipients = ['ana', 'ben', 'ada'].map((userId) => ({ userId, id: `to ${userId}` }));
    await store.append({ recipients, content: content('n'), now: 40 });
    for (const { userId } of recipients) {
      expect(await titles(store, userId)).toEqual(['n', 'edit 149']);
      expect((await store.counts(userId, 50)).cursor).toBe(`${store.epoch}.2`);
    }
  });

  check('a change of role settles also what is more than one chunk of the log', async ({ store }) => {
    await house(store);
    await broadcast(store, { title: 'B', createdBy: 'ada' });
    await broadcast(store, {
      title: 'members',
      createdBy: 'ada',
      audience: { kind: 'role', role: 'member' },
    });
    await editOften(store, 450);
    await store.changeUser('ana', { role: 'sender', now: 50 });
    expect(await titles(store, 'ana')).toEqual(['edit 449']);
    const figures = { targeted: 2, delivered: 0, pending: 1, skipped: 1 };
    expect(await store.figures('members')).toMatchObject(figures);
  });

  check(
    'somebody away for a thousand entries is brought up to date in one read',
    async ({ store, moved }) => {
      await house(store);
      await broadcast(store, { title: 'B', createdBy: 'ada' });
      await editOften(store, 999);
      await broadcast(store, { title: 'last', createdBy: 'ada' });
      expect(await titles(store, 'ana')).toEqual(['last', 'edit 998']);
      expect(moved.filter((told) => told.streams.includes('ana')).length).toBeGreaterThan(1);
      expect((await store.counts('ana', 90)).cursor).toBe(`${store.epoch}.2`);
    },
  );
}

async function editOften(store: Store, times: number): Promise<void> {
  for (let edit = 0; edit < times; edit++) {
    await store.editBroadcast('B', { content: { title: `edit ${edit}` }, notifyAgain: false, now: 30 });
  }
}
