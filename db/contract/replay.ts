import { expect } from 'vitest';
import type { Store } from '../store';
import { broadcast, type Check, iso, join, notify, titles } from './given';

const NONE = { targeted: 0, delivered: 0, pending: 0, skipped: 0, seen: 0, read: 0, clicked: 0 };

export function replayContract(check: Check): void {
  check(
    'whoever reads first finds the broadcast, as of when it was sent, and the listener hears',
    async ({ store, moved }) => {
      await house(store);
      await broadcast(store, { title: 'B', createdBy: 'ada', now: 20 });
      const { items, counts } = await store.feed('ana', {
        filter: 'inbox',
        before: null,
        limit: 10,
        now: 90,
      });
      expect(items).toMatchObject([{ title: 'B', broadcastId: 'B', createdAt: iso(20), seq: 1, sortSeq: 1 }]);
      expect(counts).toEqual({ unread: 1, unseen: 1 });
      expect(moved.at(-1)).toEqual({ streams: ['ana'], broadcastLog: false, replayed: ['B'] });
      expect(await store.figures('B')).toEqual({ ...NONE, targeted: 3, delivered: 1, pending: 2 });
      await store.feed('ana', { filter: 'inbox', before: null, limit: 10, now: 91 });
      expect((await store.counts('ana', 92)).cursor).toBe(`${store.epoch}.1`);
    },
  );

  for (const [what, read] of [
    ['sync', (store: Store) => store.sync('ana', { cursor: { epoch: store.epoch, seq: 0 }, now: 90 })],
    ['counts', (store: Store) => store.counts('ana', 90)],
  ] as const) {
    check(`${what} replays first`, async ({ store }) => {
      await house(store);
      await broadcast(store, { title: 'B', createdBy: 'ada' });
      expect(await read(store)).toMatchObject({
        cursor: `${store.epoch}.1`,
        counts: { unread: 1, unseen: 1 },
      });
    });
  }

  check('a tip is where the stream stands with all that is due replayed', async ({ store, moved }) => {
    await house(store);
    expect(await store.tip('ana', 10)).toEqual({ epoch: store.epoch, seq: 0 });
    await notify(store, 'ana', ['n']);
    await broadcast(store, { title: 'B', createdBy: 'ada' });
    expect(await store.tip('ana', 90)).toEqual({ epoch: store.epoch, seq: 2 });
    expect(moved.at(-1)).toEqual({ streams: ['ana'], broadcastLog: false, replayed: ['B'] });
    await expect(store.tip('nobody', 90)).rejects.toMatchObject({ code: 'not_found' });
  });

  check('a mutation’s event covers what was replayed before it', async ({ store }) => {
    await house(store);
    await notify(store, 'ana', ['n']);
    await broadcast(store, { title: 'B', createdBy: 'ada' });
    const answer = await store.mark('ana', { id: 'n', as: 'read', operationId: 'o', now: 50 });
    expect(answer.event).toMatchObject({ from: 1, seq: 3, counts: { unread: 1, unseen: 1 } });
    expect(answer.event.changes?.map((change) => 'item' in change && change.item.title)).toEqual(['B', 'n']);
    expect(answer.broadcasts).toEqual(['B']);
  });

  check(
    'a notification sent after a broadcast stands above it, though nobody had read in between',
    async ({ store }) => {
      await house(store);
      await broadcast(store, { title: 'B', createdBy: 'ada' });
      await notify(store, 'ana', ['n']);
      expect(await titles(store, 'ana')).toEqual(['n', 'B']);
    },
  );

  check('a broadcast reaches its role and nobody else', async ({ store }) => {
    await house(store);
    await broadcast(store, { title: 'B', createdBy: 'ada', audience: { kind: 'role', role: 'member' } });
    expect([await titles(store, 'ana'), await titles(store, 'ada')]).toEqual([['B'], []]);
  });

  check('online inboxes are replayed together, and each is told once', async ({ store, moved }) => {
    await house(store);
    await broadcast(store, { title: 'B', createdBy: 'ada' });
    await broadcast(store, { title: 'C', createdBy: 'ada', audience: { kind: 'role', role: 'admin' } });
    const told = moved.length;
    expect(await store.replay(['ana', 'ada', 'nobody'], 30)).toEqual({ broadcasts: ['B', 'C'] });
    expect(moved.slice(told)).toEqual([
      { streams: ['ada', 'ana'], broadcastLog: false, replayed: ['B', 'C'] },
    ]);
    expect(await store.replay(['ana', 'ada'], 31)).toEqual({ broadcasts: [] });
    expect(moved).toHaveLength(told + 1);
    expect(await store.figures('B')).toMatchObject({ delivered: 2, pending: 1 });
    await expect(store.replay(Array(201).fill('ana'), 32)).rejects.toMatchObject({ code: 'invalid' });
  });

  check('an edit changes open copies and leaves their marks', async ({ store }) => {
    await house(store);
    const id = await delivered(store);
    await store.mark('ana', { id, as: 'read', operationId: 'o', now: 40 });
    await store.editBroadcast('B', {
      content: { title: 'Better', body: 'now' },
      notifyAgain: false,
      now: 50,
    });
    const { items } = await store.feed('ana', { filter: 'inbox', before: null, limit: 9, now: 60 });
    expect(items).toMatchObject([
      {
        id,
        title: 'Better',
        body: 'now',
        readAt: iso(40),
        seenAt: iso(40),
        editedAt: iso(50),
        sortSeq: 1,
        seq: 3,
      },
    ]);
  });

  check('notify again makes it new, and reading all cannot read what nobody was shown', async ({ store }) => {
    await house(store);
    const id = await delivered(store);
    await store.mark('ana', { id, as: 'read', operationId: 'o', now: 40 });
    await store.editBroadcast('B', { content: {}, notifyAgain: true, now: 50 });
    const through = { epoch: store.epoch, seq: 2 };
    const all = await store.readAll('ana', { through, filter: 'inbox', operationId: 'p', now: 60 });
    expect(all.operation).toBeNull();
    expect(all.event).toMatchObject({ from: 2, seq: 3, counts: { unread: 1, unseen: 1 } });
    expect(await store.figures('B')).toMatchObject({ delivered: 1, seen: 0, read: 0 });
  });

  check('what an edit made new again stays so, whoever replayed it before', async ({ store }) => {
    await house(store);
    const id = await delivered(store);
    await store.mark('ana', { id, as: 'read', operationId: 'o', now: 40 });
    const through = { epoch: store.epoch, seq: 2 };
    await store.editBroadcast('B', { content: { title: 'Earlier!' }, notifyAgain: true, now: 50 });
    await store.replay(['ana'], 51);
    const all = await store.readAll('ana', { through, filter: 'inbox', operationId: 'p', now: 60 });
    expect(all).toMatchObject({ operation: null, event: { counts: { unread: 1, unseen: 1 } } });
    // Once it was on screen it is read like everything else.
    const seen = await store.view('ana', { ids: [id], now: 70 });
    const then = { epoch: store.epoch, seq: seen.event.seq };
    const again = await store.readAll('ana', { through: then, filter: 'inbox', operationId: 'q', now: 80 });
    expect(again).toMatchObject({ operation: 'q', event: { counts: { unread: 0, unseen: 0 } } });
  });

  check(
    'somebody away through several edits gets the last text once, and is asked again once',
    async ({ store }) => {
      await house(store);
      const id = await delivered(store);
      await store.mark('ana', { id, as: 'read', operationId: 'o', now: 40 });
      await store.editBroadcast('B', { content: { title: 'second' }, notifyAgain: true, now: 50 });
      await store.editBroadcast('B', { content: { title: 'third' }, notifyAgain: false, now: 60 });
      expect(await titles(store, 'ana', 'unread')).toEqual(['third']);
      expect(await titles(store, 'ben')).toEqual(['third']);
    },
  );

  check('a recall takes it from open inboxes and never brings it to the others', async ({ store }) => {
    await house(store);
    const id = await delivered(store);
    await store.mark('ana', { id, as: 'read', operationId: 'o', now: 40 });
    await store.recallBroadcast('B', { now: 50 });
    const answer = await store.sync('ana', { cursor: { epoch: store.epoch, seq: 2 }, now: 60 });
    expect(answer).toMatchObject({
      changes: [{ seq: 3, id, removed: true }],
      counts: { unread: 0, unseen: 0 },
    });
    expect([await titles(store, 'ana'), await titles(store, 'ben')]).toEqual([[], []]);
    expect((await store.counts('ben', 60)).cursor).toBe(`${store.epoch}.0`);
    for (const asked of [
      store.mark('ana', { id, as: 'unread', operationId: 'p', now: 70 }),
      store.mark('ana', { id, as: 'archived', operationId: 'q', now: 70 }),
    ]) {
      await expect(asked).rejects.toMatchObject({ code: 'not_found' });
    }
    expect((await store.undo('ana', { operationId: 'o', now: 80 })).event.changes).toEqual([]);
    const figures = { ...NONE, targeted: 3, delivered: 1, skipped: 2, seen: 1, read: 1 };
    expect(await store.figures('B')).toEqual(figures);
  });
}

/** An administrator and two members. */
export async function house(store: Store): Promise<void> {
  await join(store, 'ada', 'admin');
  await join(store, 'ana');
  await join(store, 'ben');
}

/** Sends B to everyone and lets Ana have it; answers the id of her copy. */
export async function delivered(store: Store): Promise<string> {
  await broadcast(store, { title: 'B', createdBy: 'ada' });
  const { items } = await store.feed('ana', { filter: 'inbox', before: null, limit: 1, now: 30 });
  return items[0]?.id ?? 'none';
}
