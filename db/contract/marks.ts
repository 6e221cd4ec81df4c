import { expect } from 'vitest';
import type { Mark, Store } from '../store';
import { broadcast, type Check, iso, join, notify, titles } from './given';

type Times = readonly [seen: number | null, read: number | null, archived: number | null];

/** Each act on each state: state before → act at 50 → state after. */
const ACTS: readonly (readonly [before: readonly Mark[], act: Mark, after: Times])[] = [
  [[], 'read', [50, 50, null]],
  [[], 'unread', [null, null, null]],
  [[], 'archived', [50, null, 50]],
  [[], 'restored', [null, null, null]],
  [['read'], 'read', [30, 30, null]],
  [['read'], 'unread', [30, null, null]],
  [['read'], 'archived', [30, 30, 50]],
  [['read', 'unread'], 'read', [30, 50, null]],
  [['archived'], 'archived', [30, null, 30]],
  [['archived'], 'restored', [30, null, null]],
  [['archived'], 'read', [30, 50, 30]],
  [['archived', 'read'], 'restored', [30, 30, null]],
];

export function marksContract(check: Check): void {
  for (const [before, act, after] of ACTS) {
    const state = before.length === 0 ? 'a new one' : `one that was ${before.join(', then ')}`;
    check(
      `marking ${state} as ${act} keeps first times and implies seen where it must`,
      async ({ store }) => {
        await prepare(store, before);
        const was = await only(store);
        const { operation, event } = await store.mark('ana', { id: 'n', as: act, operationId: 'o', now: 50 });
        const is = await only(store);
        expect([is.seenAt, is.readAt, is.archivedAt]).toEqual(after.map((time) => time && iso(time)));
        const changed =
          was.seenAt !== is.seenAt || was.readAt !== is.readAt || was.archivedAt !== is.archivedAt;
        expect(operation).toBe(changed ? 'o' : null);
        const changes = changed ? [{ seq: was.seq + 1, item: is }] : [];
        const seq = was.seq + changes.length;
        const { counts } = await store.counts('ana', 60);
        expect(event).toEqual({ v: 1, epoch: store.epoch, from: was.seq, seq, counts, changes });
      },
    );

    check(`undoing ${act} on ${state} puts back exactly what was there`, async ({ store }) => {
      await prepare(store, before);
      const was = await only(store);
      const { operation } = await store.mark('ana', { id: 'n', as: act, operationId: 'o', now: 50 });
      if (operation === null) {
        await expect(store.undo('ana', { operationId: 'o', now: 60 })).rejects.toMatchObject({
          code: 'not_found',
        });
        return;
      }
      const undone = await store.undo('ana', { operationId: 'o', now: 60 });
      const is = await only(store);
      expect(is).toEqual({ ...was, seq: was.seq + 2 });
      expect(undone.operation).toBeNull();
      expect(undone.event.changes).toEqual([{ seq: is.seq, item: is }]);
    });
  }

  check('a stranger’s notification is not found and stays as it is', async ({ store }) => {
    await prepare(store, []);
    await join(store, 'ben');
    const stolen = store.mark('ben', { id: 'n', as: 'read', operationId: 'o', now: 50 });
    await expect(stolen).rejects.toMatchObject({ code: 'not_found' });
    const viewed = await store.view('ben', { ids: ['n'], now: 50 });
    expect(viewed.event).toMatchObject({ from: 0, seq: 0, changes: [] });
    expect(await only(store)).toMatchObject({ seq: 1, seenAt: null, readAt: null });
  });

  check(
    'viewing marks as seen what was not, once, and each row takes a seq in feed order',
    async ({ store }) => {
      await join(store, 'ana');
      await notify(store, 'ana', ['a', 'b', 'c', 'd']);
      await store.mark('ana', { id: 'b', as: 'read', operationId: 'o', now: 30 });
      const ids = ['c', 'b', 'a', 'unknown', 'c'];
      const { operation, event } = await store.view('ana', { ids, now: 50 });
      expect(operation).toBeNull();
      expect(event).toMatchObject({ from: 5, seq: 7, counts: { unread: 3, unseen: 1 } });
      const seen = event.changes?.map(
        (change) => 'item' in change && [change.seq, change.item.id, change.item.seenAt],
      );
      expect(seen).toEqual([
        [6, 'a', iso(50)],
        [7, 'c', iso(50)],
      ]);
      expect((await store.view('ana', { ids, now: 60 })).event).toMatchObject({
        from: 7,
        seq: 7,
        changes: [],
      });
      const many = Array.from({ length: 101 }, (_, place) => `n${place}`);
      await expect(store.view('ana', { ids: many, now: 70 })).rejects.toMatchObject({ code: 'invalid' });
    },
  );

  check('an operation of somebody else is not found, and stays undoable by its owner', async ({ store }) => {
    await prepare(store, []);
    await join(store, 'ben');
    await store.mark('ana', { id: 'n', as: 'read', operationId: 'o', now: 50 });
    await expect(store.undo('ben', { operationId: 'o', now: 60 })).rejects.toMatchObject({
      code: 'not_found',
    });
    await store.undo('ana', { operationId: 'o', now: 70 });
    expect((await only(store)).readAt).toBeNull();
  });

  check(
    'undoing a second time changes nothing, even when the row has been marked again',
    async ({ store }) => {
      await prepare(store, []);
      await store.mark('ana', { id: 'n', as: 'read', operationId: 'o', now: 50 });
      await store.undo('ana', { operationId: 'o', now: 60 });
      await store.mark('ana', { id: 'n', as: 'read', operationId: 'p', now: 50 });
      const { event } = await store.undo('ana', { operationId: 'o', now: 80 });
      expect(event.changes).toEqual([]);
      expect((await only(store)).readAt).toBe(iso(50));
    },
  );

  check('undo does not touch a mark that was taken away and made again by another act', async ({ store }) => {
    await prepare(store, []);
    const marks = [
      ['archived', 50],
      ['restored', 60],
      ['archived', 70],
    ] as const;
    for (const [as, now] of marks) await store.mark('ana', { id: 'n', as, operationId: `at ${now}`, now });
    const { event } = await store.undo('ana', { operationId: 'at 50', now: 80 });
    expect(event.changes).toEqual([]);
    expect(await only(store)).toMatchObject({ archivedAt: iso(70), seenAt: iso(50) });
  });

  check('undoing "unread" does not read what an edit asks to be read again', async ({ store }) => {
    await join(store, 'ana');
    await join(store, 'ada', 'admin');
    await broadcast(store, { title: 'b', createdBy: 'ada' });
    const { id } = await only(store);
    await store.mark('ana', { id, as: 'read', operationId: 'o', now: 40 });
    await store.mark('ana', { id, as: 'unread', operationId: 'p', now: 50 });
    await store.editBroadcast('b', { content: { title: 'Said better' }, notifyAgain: true, now: 60 });
    const { event } = await store.undo('ana', { operationId: 'p', now: 70 });
    expect(await only(store)).toMatchObject({ title: 'Said better', seenAt: null, readAt: null });
    expect(event.counts).toEqual({ unread: 1, unseen: 1 });
  });

  check('undone in another order than done, nothing is read that is not seen', async ({ store }) => {
    await prepare(store, []);
    await store.mark('ana', { id: 'n', as: 'read', operationId: 'o', now: 40 });
    await store.mark('ana', { id: 'n', as: 'unread', operationId: 'p', now: 50 });
    for (const operationId of ['o', 'p']) await store.undo('ana', { operationId, now: 60 });
    expect(await only(store)).toMatchObject({ seenAt: null, readAt: null });
  });

  check('undo leaves what something else has changed since', async ({ store }) => {
    await prepare(store, []);
    await store.mark('ana', { id: 'n', as: 'archived', operationId: 'o', now: 50 });
    await store.mark('ana', { id: 'n', as: 'read', operationId: 'p', now: 60 });
    await store.undo('ana', { operationId: 'o', now: 70 });
    // Archived is put back; seen stays, for the row was read since.
    expect(await only(store)).toMatchObject({ seenAt: iso(50), readAt: iso(60), archivedAt: null });
    expect(await titles(store, 'ana')).toEqual(['n']);
  });
}

async function prepare(store: Store, before: readonly Mark[]): Promise<void> {
  await join(store, 'ana');
  await notify(store, 'ana', ['n']);
  for (const as of before) await store.mark('ana', { id: 'n', as, operationId: `before ${as}`, now: 30 });
}

/** The only row of Ana's inbox, in whichever view it stands. */
async function only(store: Store) {
  for (const filter of ['inbox', 'archived'] as const) {
    const { items } = await store.feed('ana', { filter, before: null, limit: 2, now: 99 });
    if (items[0]) return items[0];
  }
  throw new Error('The row is gone.');
}
