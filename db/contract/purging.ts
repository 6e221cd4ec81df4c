import { expect } from 'vitest';
import type { Store } from '../store';
import { broadcast, type Check, content, join, notify, once, titles } from './given';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const AT = 1_000;

export function purgingContract(check: Check): void {
  check('an answer is kept for two days, and then the key is free', async ({ store }) => {
    await join(store, 'ana');
    const create = (id: string, now: number) => {
      const key = once('k');
      const recipients = [{ userId: 'ana', id }];
      return { key, answer: store.append({ recipients, content: content('T'), once: key, now }) };
    };
    const first = await create('first', AT).answer;
    expect(await purge(store, AT + 48 * HOUR - 1)).toBe(0);
    expect(await create('second', AT + DAY).answer).toEqual(first);
    expect(await purge(store, AT + 48 * HOUR)).toBe(1);
    const later = create('third', AT + 48 * HOUR);
    expect((await later.answer).ids).toEqual([{ recipient: 'ana', id: 'third' }]);
    expect(later.key.replayed).toBe(false);
  });

  check(
    'an act is known by its operation when the key has gone, for as long as it is kept',
    async (given) => {
      const { store } = given;
      await join(store, 'ana');
      await join(store, 'ben');
      await notify(store, 'ana', ['a']);
      await notify(store, 'ben', ['b']);
      const read = (now: number) => {
        const key = once('k');
        return store.mark('ana', { id: 'a', as: 'read', operationId: 'k', once: key, now });
      };
      const late = AT + 30 * DAY - 1;
      await read(AT);
      expect(await purge(store, late)).toBe(1);
      await store.mark('ana', { id: 'a', as: 'unread', operationId: 'u', now: late });
      expect(await read(late)).toMatchObject({ operation: 'k', event: { changes: [] } });
      for (const other of [
        store.mark('ana', { id: 'a', as: 'archived', operationId: 'k', once: once('k'), now: late }),
        store.mark('ben', { id: 'b', as: 'read', operationId: 'k', once: once('k'), now: late }),
      ]) {
        await expect(other).rejects.toMatchObject({ code: 'unprocessable' });
      }
      expect(await purge(store, AT + 30 * DAY)).toBe(2);
      expect(await read(AT + 30 * DAY)).toMatchObject({ operation: 'k', event: { changes: [{}] } });
    },
  );

  check('a bulk act goes in chunks, and nobody undoes the half of it', async ({ store }) => {
    await join(store, 'ana');
    await notify(
      store,
      'ana',
      Array.from({ length: 10 }, (_, place) => `n${place}`),
    );
    const through = { epoch: store.epoch, seq: 10 };
    await store.readAll('ana', { through, filter: 'inbox', operationId: 'all', now: AT });
    const now = AT + 30 * DAY;
    expect(await store.purge({ now: now - 1, limit: 4 })).toEqual({ removed: 0, more: false });
    for (const expected of [
      { removed: 4, more: true },
      { removed: 4, more: true },
      { removed: 3, more: false },
    ]) {
      expect(await store.purge({ now, limit: 4 })).toEqual(expected);
      const undoing = store.undo('ana', { operationId: 'all', now });
      await expect(undoing).rejects.toMatchObject({ code: 'not_found' });
    }
    expect((await store.feed('ana', { filter: 'inbox', before: null, limit: 1, now })).counts.unread).toBe(0);
  });

  check('a session goes thirty days after its end, and not while it lives', async ({ store }) => {
    await join(store, 'ana');
    await store.createSession({ id: 'old', userId: 'ana', now: 1, expiresAt: AT });
    await store.createSession({ id: 'live', userId: 'ana', now: 1, expiresAt: AT + 40 * DAY });
    expect(await purge(store, AT + 30 * DAY - 1)).toBe(0);
    expect(await purge(store, AT + 30 * DAY)).toBe(1);
    expect(await store.findSession('live', { now: AT + 30 * DAY, idleAfter: 0 })).not.toBeNull();
  });

  check(
    'a client that has not heard of a purged removal begins anew; the others go on',
    async ({ store }) => {
      await recalledHouse(store);
      // In Ana's log: the broadcast 1, a 2, the reading 3, the recall 4, b 5.
      const now = AT + 30 * DAY;
      const sync = (seq: number) => store.sync('ana', { cursor: { epoch: store.epoch, seq }, now });
      await purge(store, now - 1);
      expect(await sync(3)).toMatchObject({ changes: [{ seq: 4, removed: true }, { seq: 5 }] });
      expect(await purge(store, now)).toBeGreaterThan(0);
      for (const seq of [0, 1, 2, 3]) {
        expect(await sync(seq)).toMatchObject({ reset: true, cursor: `${store.epoch}.5` });
      }
      expect(await sync(4)).toMatchObject({ changes: [{ seq: 5 }], more: false });
      expect(await sync(5)).toMatchObject({ changes: [], more: false });
      expect(await titles(store, 'ana')).toEqual(['b', 'a']);
    },
  );

  check('an event that would cover a purged removal carries no changes', async ({ store }) => {
    await recalledHouse(store);
    await store.markPublished([{ userId: 'ana', seq: 3 }]);
    expect((await store.pendingEvent('ana'))?.changes).toHaveLength(2);
    await purge(store, AT + 30 * DAY);
    const event = await store.pendingEvent('ana');
    expect(event).toMatchObject({ from: 3, seq: 5 });
    expect(event).not.toHaveProperty('changes');
    await store.markPublished([{ userId: 'ana', seq: 4 }]);
    expect((await store.pendingEvent('ana'))?.changes).toHaveLength(1);
  });

  check('figures do not fade with what they were counted from', async ({ store }) => {
    await recalledHouse(store);
    const figures = await store.figures('B');
    expect(figures).toMatchObject({ targeted: 2, delivered: 1, skipped: 1, seen: 1, read: 1 });
    expect(await purge(store, AT + 30 * DAY)).toBeGreaterThan(0);
    expect(await store.figures('B')).toEqual(figures);
  });

  check('what is not too old stays, whatever is purged', async ({ store }) => {
    await recalledHouse(store);
    const before = await store.sync('ana', { cursor: { epoch: store.epoch, seq: 0 }, now: AT });
    expect(await purge(store, AT)).toBe(0);
    expect(await store.sync('ana', { cursor: { epoch: store.epoch, seq: 0 }, now: AT })).toEqual(before);
  });
}

/** Purges all there is, in chunks; answers how many rows went. */
export async function purge(store: Store, now: number, limit = 7): Promise<number> {
  for (let chunks = 0, total = 0; chunks < 1_000; chunks++) {
    const { removed, more } = await store.purge({ now, limit });
    expect(removed).toBeLessThanOrEqual(limit);
    total += removed;
    if (!more) return total;
  }
  throw new Error('A purge did not come to its end.');
}

/** A broadcast to two that Ana had read and Ben never fetched, taken back at 1,000; and two other notifications. */
async function recalledHouse(store: Store): Promise<void> {
  await join(store, 'ana', 'admin');
  await join(store, 'ben');
  await broadcast(store, { title: 'B', createdBy: 'ana' });
  await notify(store, 'ana', ['a'], 30);
  const { items } = await store.feed('ana', { filter: 'inbox', before: null, limit: 9, now: 30 });
  const id = items.find((item) => item.title === 'B')?.id ?? '';
  await store.mark('ana', { id, as: 'read', operationId: 'o', now: 40 });
  await store.recallBroadcast('B', { now: AT });
  await store.replay(['ana'], AT);
  await notify(store, 'ana', ['b'], AT);
}
