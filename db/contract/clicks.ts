import { expect } from 'vitest';
import type { Store } from '../store';
import { broadcast, type Check, content, iso, join, notify, once } from './given';

/** Ana, and a row of hers. */
async function prepare(store: Store): Promise<void> {
  await join(store, 'ana');
  await join(store, 'ada', 'admin');
  await store.append({
    recipients: [{ userId: 'ana', id: 'n' }],
    content: content('n', { url: '/reports/7' }),
    now: 10,
  });
}

async function rowOf(store: Store, id = 'n') {
  const found = await store.findNotification('ana', { id, now: 1_000 });
  if (!found?.item) throw new Error(`${id} is not there.`);
  return found.item;
}

const click = (store: Store, now: number, more: object = {}) =>
  store.click('ana', { id: 'n', operationId: `click at ${now}`, now, ...more });

/** The row of a broadcast in Ana's inbox. */
async function sent(store: Store): Promise<string> {
  await broadcast(store, { title: 'b', createdBy: 'ada', audience: { kind: 'everyone' } });
  const { items } = await store.feed('ana', { filter: 'inbox', before: null, limit: 1, now: 30 });
  return items[0]?.id ?? '';
}

export function clicksContract(check: Check): void {
  check('a click reads and sees the row, once, and answers its stored address', async ({ store }) => {
    await prepare(store);
    const { operation, event, url } = await click(store, 50);
    expect([operation, url]).toEqual(['click at 50', '/reports/7']);
    const row = await rowOf(store);
    expect(row).toMatchObject({ seenAt: iso(50), readAt: iso(50), archivedAt: null });
    expect(event).toMatchObject({ from: 1, seq: 2, counts: { unread: 0, unseen: 0 } });
    expect(event.changes).toEqual([{ seq: 2, item: row }]);
    const again = await click(store, 60);
    expect(again).toMatchObject({ operation: null, url: '/reports/7', event: { seq: 2, changes: [] } });
    expect(await rowOf(store)).toEqual(row);
  });

  check('a click counts once, also when it reads nothing, and undoing leaves it', async ({ store }) => {
    await prepare(store);
    const id = await sent(store);
    await store.mark('ana', { id, as: 'read', operationId: 'read', now: 40 });
    const { broadcasts, operation, event } = await click(store, 50, { id });
    expect([broadcasts, operation, event.changes]).toEqual([['b'], null, []]);
    expect(await store.figures('b')).toMatchObject({ seen: 1, read: 1, clicked: 1 });
    expect((await click(store, 60, { id })).broadcasts).toEqual([]);
    await store.undo('ana', { operationId: 'read', now: 70 });
    expect(await store.figures('b')).toMatchObject({ read: 0, clicked: 1 });
    expect((await click(store, 80, { id })).operation).toBe('click at 80');
    expect(await store.figures('b')).toMatchObject({ seen: 1, read: 1, clicked: 1 });
    await store.undo('ana', { operationId: 'click at 80', now: 90 });
    expect(await rowOf(store, id)).toMatchObject({ readAt: null });
    expect(await store.figures('b')).toMatchObject({ clicked: 1 });
  });

  check('under a key a click is done once', async ({ store }) => {
    await prepare(store);
    const first = await click(store, 50, { operationId: 'k', once: once('k') });
    await store.undo('ana', { operationId: 'k', now: 60 });
    const again = once('k');
    const second = await click(store, 70, { operationId: 'k', once: again });
    expect(again.replayed).toBe(true);
    expect([first.operation, second.operation, second.url]).toEqual(['k', 'k', '/reports/7']);
    expect(await rowOf(store)).toMatchObject({ readAt: null });
    const elsewhere = once('k', { fingerprint: 'another request' });
    await expect(click(store, 80, { operationId: 'k', once: elsewhere })).rejects.toMatchObject({
      code: 'unprocessable',
    });
  });

  check('what is somebody else’s or gone cannot be clicked, and is not found', async ({ store }) => {
    await prepare(store);
    await join(store, 'ben');
    const stolen = store.click('ben', { id: 'n', operationId: 'o', now: 50 });
    await expect(stolen).rejects.toMatchObject({ code: 'not_found' });
    expect(await store.findNotification('ben', { id: 'n', now: 50 })).toBeNull();
    expect(await store.findNotification('ana', { id: 'nothing', now: 50 })).toBeNull();
    const id = await sent(store);
    await store.recallBroadcast('b', { now: 60 });
    await expect(click(store, 70, { id })).rejects.toMatchObject({ code: 'not_found' });
    expect(await store.findNotification('ana', { id, now: 70 })).toEqual({ state: 'recalled', item: null });
  });

  check('one notification is found wherever it stands', async ({ store }) => {
    await prepare(store);
    expect(await store.findNotification('ana', { id: 'n', now: 50 })).toMatchObject({
      state: 'present',
      item: { id: 'n', url: '/reports/7' },
    });
    await store.mark('ana', { id: 'n', as: 'archived', operationId: 'o', now: 60 });
    expect(await store.findNotification('ana', { id: 'n', now: 70 })).toMatchObject({ state: 'archived' });
  });

  check(
    'who acted on a text before it asked to be read again has not read the new one',
    async ({ store }) => {
      await prepare(store);
      const id = await sent(store);
      const shown = { editedAt: null };
      await store.editBroadcast('b', { content: { title: 'Said better' }, notifyAgain: true, now: 40 });
      for (const as of ['read', 'archived'] as const) {
        const late = await store.mark('ana', { id, as, ...shown, operationId: as, once: once(as), now: 50 });
        expect(late.operation).toBeNull();
      }
      expect((await click(store, 50, { id, ...shown })).operation).toBeNull();
      expect(await store.figures('b')).toMatchObject({ seen: 0, read: 0, clicked: 0 });
      expect(await rowOf(store, id)).toMatchObject({ seenAt: null, readAt: null, archivedAt: null });
      const { editedAt } = await rowOf(store, id);
      await store.mark('ana', { id, as: 'read', editedAt, operationId: 'now', now: 60 });
      expect(await rowOf(store, id)).toMatchObject({ readAt: iso(60) });
    },
  );

  check('a text that was seen since may be marked by who was shown the one before', async ({ store }) => {
    await prepare(store);
    const id = await sent(store);
    await store.editBroadcast('b', { content: { title: 'Said better' }, notifyAgain: true, now: 40 });
    await store.view('ana', { ids: [id], now: 45 });
    await store.mark('ana', { id, as: 'read', editedAt: null, operationId: 'o', now: 50 });
    expect(await rowOf(store, id)).toMatchObject({ readAt: iso(50) });
    await notify(store, 'ana', ['other']);
    await store.mark('ana', { id: 'other', as: 'read', editedAt: null, operationId: 'p', now: 60 });
    expect(await rowOf(store, 'other')).toMatchObject({ readAt: iso(60) });
  });
}
