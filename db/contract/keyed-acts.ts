import { expect } from 'vitest';
import type { Once } from '../once';
import type { Mutation, Store } from '../store';
import { broadcast, type Check, join, notify, once, titles } from './given';

const KEYS_KEPT_MS = 48 * 60 * 60 * 1000;

type Act = (store: Store, once: Once) => Promise<Mutation>;

/** Every act that takes a key, on an inbox in which it changes something. */
const ACTS: Readonly<Record<string, Act>> = {
  read: mark('read', 'new'),
  unread: mark('unread', 'old'),
  archived: mark('archived', 'new'),
  restored: mark('restored', 'away'),
  'reading all': (store, key) => {
    const through = { epoch: store.epoch, seq: 6 };
    return store.readAll('ana', { through, filter: 'inbox', operationId: key.key, once: key, now: 50 });
  },
  undoing: (store, key) => store.undo('ana', { operationId: 'reading old', once: key, now: 50 }),
};

export function keyedActsContract(check: Check): void {
  for (const [name, act] of Object.entries(ACTS)) {
    check(`${name} under one key is done once, and answered again without a change`, async (given) => {
      const { store, moved } = given;
      await prepare(store);
      const first = once('k');
      const done = await act(store, first);
      expect(done.event.changes).not.toEqual([]);
      expect([first.replayed, done.operation]).toEqual([false, name === 'undoing' ? null : 'k']);
      // Somebody takes it all back meanwhile: a repetition must not do it once more.
      for (const id of ['new', 'old', 'away']) {
        await store.mark('ana', { id, as: 'unread', operationId: `un ${id}`, now: 60 });
        await store.mark('ana', { id, as: 'restored', operationId: `re ${id}`, now: 60 });
      }
      const before = await everything(store);
      const told = moved.length;
      const again = once('k');
      const repeated = await act(store, again);
      expect(again.replayed).toBe(true);
      expect(repeated).toEqual({
        operation: done.operation,
        broadcasts: [],
        event: { v: 1, epoch: store.epoch, ...where(before), counts: before.counts, changes: [] },
      });
      expect(await everything(store)).toEqual(before);
      expect(moved).toHaveLength(told);
    });

    check(`${name} under a key of another request, or of somebody else, is refused`, async ({ store }) => {
      await prepare(store);
      await join(store, 'ben');
      await notify(store, 'ben', ['his']);
      await store.mark('ben', { id: 'his', as: 'read', operationId: 'b', once: bens('b'), now: 40 });
      await store.mark('ana', { id: 'more', as: 'archived', operationId: 'a', once: once('a'), now: 40 });
      const before = await everything(store);
      for (const taken of [once('a', { fingerprint: 'another' }), once('b')]) {
        await expect(act(store, taken)).rejects.toMatchObject({
          code: 'unprocessable',
          errors: [{ path: 'Idempotency-Key' }],
        });
        expect(taken.replayed).toBe(false);
      }
      expect(await everything(store)).toEqual(before);
      // The premise: under a key of its own it would have done something.
      await act(store, once('own'));
      expect(await everything(store)).not.toEqual(before);
    });
  }

  for (const [name, act] of Object.entries(ACTS)) {
    check(`the key of ${name} names what was asked when its answer is long gone`, async ({ store }) => {
      await prepare(store);
      await act(store, once('k'));
      await store.purge({ now: 50 + KEYS_KEPT_MS, limit: 100 });
      // The premise: the answer is gone.
      expect(await store.findAnswer(once('k'))).toBeNull();
      for (const id of ['new', 'old', 'away']) {
        await store.mark('ana', { id, as: 'unread', operationId: `un ${id}`, now: 60 });
      }
      const before = await everything(store);
      const other = once('k', { fingerprint: 'the same act on another row' });
      await expect(act(store, other)).rejects.toMatchObject({
        code: 'unprocessable',
        errors: [{ path: 'Idempotency-Key' }],
      });
      const again = once('k');
      await act(store, again);
      expect([other.replayed, again.replayed]).toEqual([false, true]);
      expect(await everything(store)).toEqual(before);
    });
  }

  check('what changed nothing is remembered too, and does nothing when it comes late', async ({ store }) => {
    await prepare(store);
    const acts = {
      read: () => mark('read', 'old')(store, once('read')),
      all: () => readArchive(store, once('all')),
      undo: () => store.undo('ana', { operationId: 'reading old', once: once('undo'), now: 50 }),
    };
    await store.undo('ana', { operationId: 'reading old', now: 45 });
    await store.mark('ana', { id: 'old', as: 'read', operationId: 'again', now: 46 });
    await store.mark('ana', { id: 'away', as: 'read', operationId: 'away', now: 46 });
    for (const act of Object.values(acts)) {
      expect(await act()).toMatchObject({ operation: null, event: { changes: [] } });
    }
    await store.mark('ana', { id: 'old', as: 'unread', operationId: 'un', now: 55 });
    await store.mark('ana', { id: 'away', as: 'unread', operationId: 'unaway', now: 55 });
    const before = await everything(store);
    for (const act of Object.values(acts)) {
      expect(await act()).toMatchObject({ operation: null, event: { ...where(before), changes: [] } });
    }
    expect(await everything(store)).toEqual(before);
    // The premise: without their keys two of them would do something now.
    await store.mark('ana', { id: 'old', as: 'read', operationId: 'x', now: 60 });
    expect(await everything(store)).not.toEqual(before);
  });

  check('a refused act leaves its key free', async ({ store }) => {
    await prepare(store);
    const missing = store.mark('ana', { id: 'no', as: 'read', operationId: 'k', once: once('k'), now: 50 });
    await expect(missing).rejects.toMatchObject({ code: 'not_found' });
    const then = once('k');
    expect(await mark('read', 'new')(store, then)).toMatchObject({ operation: 'k' });
    expect(then.replayed).toBe(false);
  });

  check('a repetition is answered though the notification has been recalled since', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await broadcast(store, { title: 'B', createdBy: 'ana' });
    const { items } = await store.feed('ana', { filter: 'inbox', before: null, limit: 1, now: 30 });
    const read = () => mark('read', items[0]?.id ?? '')(store, once('k'));
    await read();
    await store.recallBroadcast('B', { now: 60 });
    const { operation, event } = await read();
    expect(operation).toBe('k');
    // The recall was replayed on the way in, and the event owns up to it.
    expect(event).toMatchObject({ from: 2, seq: 3, changes: [{ seq: 3, removed: true }] });
    expect(await titles(store, 'ana')).toEqual([]);
  });

  check('of many at one moment one is done, and all are answered alike', async ({ store }) => {
    await prepare(store);
    const keys = Array.from({ length: 50 }, () => once('k'));
    const answers = await Promise.all(keys.map((key) => mark('read', 'new')(store, key)));
    expect(answers.map(({ operation }) => operation)).toEqual(keys.map(() => 'k'));
    expect(keys.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(answers.map(({ event }) => event.seq))).toEqual(new Set([7]));
    expect((await store.counts('ana', 90)).cursor).toBe(`${store.epoch}.7`);
  });
}

/** Four rows: two new, one read, one archived; the stream stands at 6. */
async function prepare(store: Store): Promise<void> {
  await join(store, 'ana');
  await notify(store, 'ana', ['new', 'old', 'away', 'more']);
  await store.mark('ana', { id: 'old', as: 'read', operationId: 'reading old', now: 30 });
  await store.mark('ana', { id: 'away', as: 'archived', operationId: 'archiving away', now: 30 });
}

function mark(as: 'read' | 'unread' | 'archived' | 'restored', id: string): Act {
  return (store, key) => store.mark('ana', { id, as, operationId: key.key, once: key, now: 50 });
}

function readArchive(store: Store, key: Once): Promise<Mutation> {
  const through = { epoch: store.epoch, seq: 6 };
  return store.readAll('ana', { through, filter: 'archived', operationId: key.key, once: key, now: 50 });
}

function bens(key: string): Once {
  return once(key, { principal: 'user:ben' });
}

async function everything(store: Store) {
  const inbox = await store.feed('ana', { filter: 'inbox', before: null, limit: 9, now: 99 });
  const archived = await store.feed('ana', { filter: 'archived', before: null, limit: 9, now: 99 });
  return { ...inbox, archived: archived.items };
}

/** The place of an event that claims nothing: a client that is behind it sees a gap and syncs. */
function where({ cursor }: { cursor: string }): { from: number; seq: number } {
  const seq = Number(cursor.split('.')[1]);
  return { from: seq, seq };
}
