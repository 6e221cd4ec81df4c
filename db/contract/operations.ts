import { expect } from 'vitest';
import type { Store } from '../store';
import { type Check, iso, join, notify, once } from './given';

export function operationsContract(check: Check): void {
  check('what a person did is listed, newest first, with what it was done to', async ({ store }) => {
    await prepare(store);
    await act(store, 'a', 'read', 30);
    await act(store, 'b', 'archived', 40);
    // In the same millisecond: the order of the acts decides.
    await act(store, 'b', 'restored', 50, 'z');
    await act(store, 'a', 'unread', 50, 'y');
    await readAll(store, 'all', 60);
    expect(await list(store)).toEqual([
      { id: 'all', did: 'readAll', count: 2, at: iso(60), notification: null },
      { id: 'y', did: 'unread', count: 1, at: iso(50), notification: 'a' },
      { id: 'z', did: 'restore', count: 1, at: iso(50), notification: 'b' },
      { id: 'archived b', did: 'archive', count: 1, at: iso(40), notification: 'b' },
      { id: 'read a', did: 'read', count: 1, at: iso(30), notification: 'a' },
    ]);
    expect((await list(store, { since: 50, limit: 2 })).map(({ id }) => id)).toEqual(['all', 'y']);
    expect(await store.operations('ana', { since: 61, limit: 9 })).toEqual([]);
    for (const limit of [0, 101, 1.5]) {
      await expect(list(store, { since: 0, limit })).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  check('what is undone, changed nothing, is an undoing or somebody else’s is not listed', async (given) => {
    const { store } = given;
    await prepare(store);
    await join(store, 'ben');
    await act(store, 'a', 'read', 30);
    await store.mark('ana', { id: 'a', as: 'read', operationId: 'k', once: once('k'), now: 40 });
    expect((await list(store)).map(({ id }) => id)).toEqual(['read a']);
    expect(await store.operations('ben', { since: 0, limit: 9 })).toEqual([]);
    await store.undo('ana', { operationId: 'read a', once: once('u'), now: 50 });
    expect(await list(store)).toEqual([]);
  });

  check('an undoing cannot be undone, and undoing what changed nothing changes nothing', async (given) => {
    const { store } = given;
    await prepare(store);
    await act(store, 'a', 'read', 30);
    await store.undo('ana', { operationId: 'read a', once: once('u'), now: 50 });
    const undoing = store.undo('ana', { operationId: 'u', now: 60 });
    await expect(undoing).rejects.toMatchObject({ code: 'not_found' });
    await store.mark('ana', { id: 'a', as: 'unread', operationId: 'k', once: once('k'), now: 70 });
    const { operation, event } = await store.undo('ana', { operationId: 'k', now: 80 });
    expect([operation, event.changes]).toEqual([null, []]);
  });

  check('what a later act changed is not undone, though it looks as it was left', async ({ store }) => {
    await prepare(store);
    // All within one millisecond.
    await readAll(store, 'all', 50, 2);
    await act(store, 'a', 'unread', 50);
    await act(store, 'a', 'read', 50);
    await act(store, 'b', 'archived', 50);
    await store.undo('ana', { operationId: 'all', now: 50 });
    expect(await marksOf(store)).toEqual({ a: [iso(50), null], b: [null, iso(50)] });
    // And where it looks so because there is nothing.
    await act(store, 'a', 'unread', 60, 'first');
    await act(store, 'a', 'read', 61, 'second');
    await act(store, 'a', 'unread', 62, 'third');
    await store.undo('ana', { operationId: 'first', now: 70 });
    expect(await marksOf(store)).toMatchObject({ a: [null, null] });
  });

  check('an act is undone to the end when those after it were undone first', async ({ store }) => {
    await prepare(store);
    await readAll(store, 'all', 50, 2);
    await act(store, 'a', 'unread', 50, 'unread');
    await act(store, 'a', 'read', 50, 'read');
    for (const operationId of ['read', 'unread']) await store.undo('ana', { operationId, now: 50 });
    expect(await marksOf(store)).toMatchObject({ a: [iso(50), null] });
    await store.undo('ana', { operationId: 'all', now: 50 });
    expect(await marksOf(store)).toEqual({ a: [null, null], b: [null, null] });
  });

  check('an act can be undone for thirty days and not a moment longer', async ({ store }) => {
    const day = 24 * 60 * 60 * 1000;
    await prepare(store);
    await act(store, 'a', 'read', 30);
    await act(store, 'b', 'read', 31);
    const now = 30 + 30 * day;
    const late = store.undo('ana', { operationId: 'read a', now });
    await expect(late).rejects.toMatchObject({ code: 'not_found' });
    const { event } = await store.undo('ana', { operationId: 'read b', now });
    expect(event.changes).toHaveLength(1);
  });
}

async function prepare(store: Store): Promise<void> {
  await join(store, 'ana');
  await notify(store, 'ana', ['a', 'b']);
}

function act(
  store: Store,
  id: string,
  as: 'read' | 'unread' | 'archived' | 'restored',
  now: number,
  operationId = `${as} ${id}`,
) {
  return store.mark('ana', { id, as, operationId, now });
}

async function readAll(store: Store, operationId: string, now: number, seq = 6) {
  const through = { epoch: store.epoch, seq };
  return store.readAll('ana', { through, filter: 'inbox', operationId, now });
}

function list(store: Store, page = { since: 0, limit: 9 }) {
  return store.operations('ana', page);
}

/** When each was read and archived. */
async function marksOf(store: Store) {
  const pages = [];
  for (const filter of ['inbox', 'archived'] as const) {
    pages.push(await store.feed('ana', { filter, before: null, limit: 9, now: 90 }));
  }
  const items = pages.flatMap((page) => page.items);
  return Object.fromEntries(items.map((item) => [item.id, [item.readAt, item.archivedAt]]));
}
