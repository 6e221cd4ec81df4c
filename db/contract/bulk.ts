import { expect } from 'vitest';
import type { Store } from '../store';
import { broadcast, type Check, content, iso, join, notify, titles } from './given';

export function bulkContract(check: Check): void {
  check('reading all is bounded by what the person could see', async ({ store }) => {
    await join(store, 'ana');
    await notify(store, 'ana', ['a', 'b', 'c']);
    const through = { epoch: store.epoch, seq: 2 };
    const { operation, event } = await store.readAll('ana', {
      through,
      filter: 'inbox',
      operationId: 'o',
      now: 50,
    });
    expect(operation).toBe('o');
    expect(event).toMatchObject({ from: 3, seq: 5, counts: { unread: 1, unseen: 1 } });
    expect(event.changes?.map((change) => change.seq)).toEqual([4, 5]);
    expect(await titles(store, 'ana', 'unread')).toEqual(['c']);
  });

  check('reading all keeps to its view: archived rows are read only from the archive', async ({ store }) => {
    await join(store, 'ana');
    await notify(store, 'ana', ['a', 'b']);
    await store.mark('ana', { id: 'a', as: 'archived', operationId: 'x', now: 30 });
    const through = { epoch: store.epoch, seq: 3 };
    await store.readAll('ana', { through, filter: 'unread', operationId: 'o', now: 50 });
    expect(await readTimes(store)).toEqual({ a: null, b: iso(50) });
    await store.readAll('ana', { through, filter: 'archived', operationId: 'p', now: 60 });
    expect(await readTimes(store)).toEqual({ a: iso(60), b: iso(50) });
  });

  check(
    'reading all that is read already changes nothing and leaves nothing to undo',
    async ({ store, moved }) => {
      await join(store, 'ana');
      await notify(store, 'ana', ['a']);
      await store.mark('ana', { id: 'a', as: 'read', operationId: 'x', now: 30 });
      const told = moved.length;
      const through = { epoch: store.epoch, seq: 2 };
      const { operation, event } = await store.readAll('ana', {
        through,
        filter: 'inbox',
        operationId: 'o',
        now: 50,
      });
      expect([operation, event.changes, event.from, event.seq]).toEqual([null, [], 2, 2]);
      expect(moved).toHaveLength(told);
      await expect(store.undo('ana', { operationId: 'o', now: 60 })).rejects.toMatchObject({
        code: 'not_found',
      });
    },
  );

  check('reading all refuses a bound of another history or of the future', async ({ store }) => {
    await join(store, 'ana');
    await notify(store, 'ana', ['a']);
    for (const through of [
      { epoch: 'another', seq: 1 },
      { epoch: store.epoch, seq: 2 },
    ]) {
      const refused = store.readAll('ana', { through, filter: 'inbox', operationId: 'o', now: 50 });
      await expect(refused).rejects.toMatchObject({ code: 'conflict' });
    }
    expect((await store.counts('ana', 60)).counts.unread).toBe(1);
  });

  check('a bound that only a waiting broadcast would reach is of the future too', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await notify(store, 'ana', ['a']);
    await broadcast(store, { title: 'B', createdBy: 'ana' });
    const through = { epoch: store.epoch, seq: 2 };
    const refused = store.readAll('ana', { through, filter: 'inbox', operationId: 'o', now: 50 });
    await expect(refused).rejects.toMatchObject({ code: 'conflict' });
  });

  check('undoing a bulk act restores each row as it was, and only those it changed', async ({ store }) => {
    await join(store, 'ana');
    await notify(store, 'ana', ['new', 'seen', 'read']);
    await store.view('ana', { ids: ['seen'], now: 20 });
    await store.mark('ana', { id: 'read', as: 'read', operationId: 'x', now: 30 });
    const before = await store.feed('ana', { filter: 'inbox', before: null, limit: 9, now: 40 });
    const through = { epoch: store.epoch, seq: 5 };
    await store.readAll('ana', { through, filter: 'inbox', operationId: 'o', now: 50 });
    await store.undo('ana', { operationId: 'o', now: 60 });
    const after = await store.feed('ana', { filter: 'inbox', before: null, limit: 9, now: 70 });
    const withoutSeq = (items: typeof after.items) => items.map(({ seq, ...rest }) => rest);
    expect(withoutSeq(after.items)).toEqual(withoutSeq(before.items));
    expect(after.counts).toEqual(before.counts);
    expect(after.items.map(({ id, seq }) => [id, seq])).toEqual([
      ['read', 5],
      ['seen', 9],
      ['new', 8],
    ]);
  });

  check('an event is fat up to twenty changes and thin beyond', async ({ store }) => {
    await join(store, 'ana');
    const ids = Array.from({ length: 21 }, (_, place) => `n${place}`);
    await notify(store, 'ana', ids);
    const fat = await store.view('ana', { ids: ids.slice(0, 20), now: 30 });
    expect(fat.event.changes).toHaveLength(20);
    const through = { epoch: store.epoch, seq: 21 };
    const thin = await store.readAll('ana', { through, filter: 'inbox', operationId: 'o', now: 50 });
    expect(thin.event).toEqual({
      v: 1,
      epoch: store.epoch,
      from: 41,
      seq: 62,
      counts: { unread: 0, unseen: 0 },
    });
  });

  check(
    'an event above eight thousand bytes of UTF-8 is thin, though its characters are fewer',
    async ({ store }) => {
      await join(store, 'ana');
      const append = (id: string, body: string) =>
        store.append({ recipients: [{ userId: 'ana', id }], content: content(id, { body }), now: 20 });
      await append('fits', 'x'.repeat(7_000));
      expect((await store.view('ana', { ids: ['fits'], now: 30 })).event.changes).toHaveLength(1);
      await append('bells', '🔔'.repeat(2_000));
      expect((await store.view('ana', { ids: ['bells'], now: 30 })).event).not.toHaveProperty('changes');
    },
  );

  check('ten thousand rows are read at once, each with a seq of its own in feed order', async ({ store }) => {
    await join(store, 'ana');
    for (let call = 0; call < 10; call++) {
      const recipients = Array.from({ length: 1_000 }, (_, place) => ({
        userId: 'ana',
        id: `${call}.${place}`,
      }));
      await store.append({ recipients, content: content('x'), now: 20 });
    }
    const through = { epoch: store.epoch, seq: 10_000 };
    const { event } = await store.readAll('ana', { through, filter: 'inbox', operationId: 'o', now: 50 });
    expect(event).toMatchObject({ from: 10_000, seq: 20_000, counts: { unread: 0, unseen: 0 } });
    let before: number | null = null;
    do {
      const page = await store.feed('ana', { filter: 'inbox', before, limit: 100, now: 60 });
      expect(page.items.every((item) => item.seq === item.sortSeq + 10_000)).toBe(true);
      before = page.next === null ? null : Number(page.next);
    } while (before !== null);
  });
}

async function readTimes(store: Store): Promise<Record<string, string | null>> {
  const times: Record<string, string | null> = {};
  for (const filter of ['inbox', 'archived'] as const) {
    const { items } = await store.feed('ana', { filter, before: null, limit: 9, now: 99 });
    for (const item of items) times[item.id] = item.readAt;
  }
  return times;
}
