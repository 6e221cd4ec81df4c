import { expect } from 'vitest';
import type { Store } from '../store';
import { type Check, content, join, notify } from './given';

export function logContract(check: Check): void {
  check('a client that holds nothing is given everything it needs', async ({ store }) => {
    await join(store, 'ana');
    await notify(store, 'ana', ['a', 'b']);
    const { items, next } = await store.feed('ana', { filter: 'inbox', before: null, limit: 50, now: 30 });
    expect(await store.sync('ana', { cursor: null, now: 30 })).toEqual({
      reset: true,
      cursor: `${store.epoch}.2`,
      counts: { unread: 2, unseen: 2 },
      items,
      next,
    });
  });

  check(
    'a client is told the current state of what changed after its cursor, in order',
    async ({ store }) => {
      await join(store, 'ana');
      await notify(store, 'ana', ['a', 'b', 'c']);
      await store.mark('ana', { id: 'a', as: 'read', operationId: 'o', now: 30 });
      const answer = await since(store, 1);
      if ('reset' in answer) throw new Error('A reset was not needed.');
      expect(answer.changes.map((change) => [change.seq, 'item' in change && change.item.id])).toEqual([
        [2, 'b'],
        [3, 'c'],
        [4, 'a'],
      ]);
      expect(answer).toMatchObject({
        cursor: `${store.epoch}.4`,
        counts: { unread: 2, unseen: 2 },
        more: false,
      });
    },
  );

  check('a client that has everything is told so', async ({ store }) => {
    await join(store, 'ana');
    await notify(store, 'ana', ['a']);
    const counts = { unread: 1, unseen: 1 };
    expect(await since(store, 1)).toEqual({ cursor: `${store.epoch}.1`, counts, changes: [], more: false });
  });

  check(
    'what cannot be continuous is a reset: another history, or a cursor of the future',
    async ({ store }) => {
      await join(store, 'ana');
      await notify(store, 'ana', ['a']);
      for (const cursor of [
        { epoch: 'another', seq: 1 },
        { epoch: store.epoch, seq: 2 },
      ]) {
        expect(await store.sync('ana', { cursor, now: 30 })).toMatchObject({
          reset: true,
          cursor: `${store.epoch}.1`,
        });
      }
    },
  );

  check('five hundred changes are told in pages of two hundred, one more is a reset', async ({ store }) => {
    await join(store, 'ana');
    const recipients = Array.from({ length: 501 }, (_, place) => ({ userId: 'ana', id: `n${place + 1}` }));
    await store.append({ recipients, content: content('x'), now: 20 });
    expect(await since(store, 0)).toMatchObject({ reset: true });
    const pages: (readonly [string, number, boolean])[] = [];
    let seq = 1;
    for (let asked = 0; asked < 5; asked++) {
      const answer = await since(store, seq);
      if ('reset' in answer) throw new Error('A reset was not needed.');
      pages.push([answer.cursor.replace(`${store.epoch}.`, ''), answer.changes.length, answer.more]);
      expect(answer.changes.map((change) => change.seq)).toEqual(
        Array.from({ length: answer.changes.length }, (_, place) => seq + 1 + place),
      );
      if (!answer.more) break;
      seq = answer.changes.at(-1)?.seq ?? seq;
    }
    expect(pages).toEqual([
      ['201', 200, true],
      ['401', 200, true],
      ['501', 100, false],
    ]);
  });

  check(
    'a stream is dirty until what it holds is published, and the oldest comes first',
    async ({ store }) => {
      for (const name of ['ana', 'ben', 'carla']) await join(store, name);
      expect(await store.dirtyStreams(10)).toEqual([]);
      await notify(store, 'carla', ['c1'], 10);
      await notify(store, 'ana', ['a1'], 20);
      await notify(store, 'ben', ['b1'], 15);
      await notify(store, 'carla', ['c2'], 30);
      expect(await store.dirtyStreams(10)).toEqual(['carla', 'ben', 'ana']);
      expect(await store.dirtyStreams(2)).toEqual(['carla', 'ben']);
      await store.markPublished([
        { userId: 'carla', seq: 2 },
        { userId: 'ben', seq: 1 },
      ]);
      expect(await store.dirtyStreams(10)).toEqual(['ana']);
      await notify(store, 'carla', ['c3'], 40);
      expect(await store.dirtyStreams(10)).toEqual(['ana', 'carla']);
    },
  );

  check('the pending event covers exactly what is not published', async ({ store }) => {
    await join(store, 'ana');
    expect(await store.pendingEvent('ana')).toBeNull();
    expect(await store.pendingEvent('nobody')).toBeNull();
    await notify(store, 'ana', ['a', 'b']);
    await store.markPublished([{ userId: 'ana', seq: 1 }]);
    const event = await store.pendingEvent('ana');
    expect(event).toMatchObject({
      v: 1,
      epoch: store.epoch,
      from: 1,
      seq: 2,
      counts: { unread: 2, unseen: 2 },
    });
    expect(event?.changes?.map((change) => change.seq)).toEqual([2]);
    await store.markPublished([{ userId: 'ana', seq: 2 }]);
    expect(await store.pendingEvent('ana')).toBeNull();
  });

  check('what was published is never lowered, and never runs ahead of the stream', async ({ store }) => {
    await join(store, 'ana');
    await notify(store, 'ana', ['a', 'b', 'c']);
    await store.markPublished([{ userId: 'ana', seq: 2 }]);
    await store.markPublished([{ userId: 'ana', seq: 1 }]);
    expect((await store.pendingEvent('ana'))?.from).toBe(2);
    await store.markPublished([{ userId: 'ana', seq: 99 }]);
    await notify(store, 'ana', ['d']);
    expect(await store.pendingEvent('ana')).toMatchObject({ from: 3, seq: 4 });
    await store.markPublished([]);
    await store.markPublished([{ userId: 'nobody', seq: 1 }]);
  });

  check('a backlog becomes one thin event', async ({ store }) => {
    await join(store, 'ana');
    await notify(
      store,
      'ana',
      Array.from({ length: 21 }, (_, place) => `n${place}`),
    );
    const event = await store.pendingEvent('ana');
    expect(event).toMatchObject({ from: 0, seq: 21 });
    expect(event).not.toHaveProperty('changes');
  });
}

function since(store: Store, seq: number) {
  return store.sync('ana', { cursor: { epoch: store.epoch, seq }, now: 30 });
}
