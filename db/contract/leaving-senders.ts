import { expect } from 'vitest';
import { actor, type Check, join } from './given';
import { house } from './replay';
import { hold } from './sendings';

/** What becomes of what waits when whoever confirmed it may send no more. */
export function leavingSendersContract(check: Check): void {
  for (const [what, change] of [
    ['disabled', { disabled: true }],
    ['made a member', { role: 'member' }],
  ] as const) {
    check(`what waits of a sender who is ${what} is paused, each an act of its own`, async ({ store }) => {
      await house(store);
      await join(store, 'sam', 'sender');
      await join(store, 'eva', 'sender');
      await hold(store, { id: 'held', count: 5, dueAt: 100, sentBy: 'sam' });
      await hold(store, { id: 'scheduled', count: 5, dueAt: 900, as: 'scheduled', sentBy: 'sam' });
      await hold(store, { id: 'stays', count: 5, dueAt: 200, sentBy: 'eva' });
      const by = actor('ada');
      const { paused } = await store.changeUser('sam', { ...change, by, now: 50 });
      expect([...paused].sort()).toEqual(['held', 'scheduled']);
      for (const id of paused)
        expect(await store.findBroadcast(id)).toMatchObject({
          state: 'paused',
          dueAt: null,
          sentBy: { id: 'sam' },
        });
      const { entries } = await store.auditLog({ before: null, limit: 10 });
      expect(entries.map(({ action, object, actor: { id } }) => [action, object.id, id]).reverse()).toEqual([
        [what === 'disabled' ? 'person.disable' : 'person.role', 'sam', 'ada'],
        ...paused.map((id) => ['broadcast.pause', id, 'ada']),
      ]);
      expect(await store.releaseDue({ now: 1_000, limit: 10 })).toEqual(['stays']);
      // A second time changes nothing, and being let in again resumes nothing.
      expect((await store.changeUser('sam', { ...change, by, now: 60 })).paused).toEqual([]);
      await store.changeUser('sam', { role: 'sender', disabled: false, now: 70 });
      expect(await store.releaseDue({ now: 1_000, limit: 10 })).toEqual([]);
      // Somebody else decides.
      await store.resumeBroadcast('scheduled', { dueAt: 1_100, as: 'scheduled', by, now: 1_000 });
      expect(await store.releaseDue({ now: 1_100, limit: 10 })).toEqual(['scheduled']);
    });
  }

  check(
    'whoever may still send loses nothing that waits, and nothing that has gone out',
    async ({ store }) => {
      await house(store);
      await join(store, 'sam', 'admin');
      await hold(store, { id: 'gone', count: 4, dueAt: 10, sentBy: 'sam' });
      expect(await store.releaseDue({ now: 10, limit: 10 })).toEqual(['gone']);
      await hold(store, { id: 'held', count: 4, dueAt: 100, sentBy: 'sam' });
      expect((await store.changeUser('sam', { role: 'sender', now: 20 })).paused).toEqual([]);
      expect((await store.changeUser('ana', { disabled: true, now: 20 })).paused).toEqual([]);
      expect((await store.changeUser('sam', { role: 'member', now: 30 })).paused).toEqual(['held']);
      expect(await store.findBroadcast('gone')).toMatchObject({ state: 'sent' });
    },
  );

  check('of a release and a disabling in the same moment, one is first', async ({ store }) => {
    await house(store);
    await join(store, 'sam', 'sender');
    await hold(store, { id: 'B', count: 4, dueAt: 100, sentBy: 'sam' });
    const [released, { paused }] = await Promise.all([
      store.releaseDue({ now: 100, limit: 10 }),
      store.changeUser('sam', { disabled: true, now: 100 }),
    ]);
    expect([...released, ...paused]).toEqual(['B']);
    expect(await store.findBroadcast('B')).toMatchObject({ state: paused.length > 0 ? 'paused' : 'sent' });
  });
}
