import { expect } from 'vitest';
import { actor, broadcast, type Check, join, once } from './given';
import { draft } from './sendings';

const USUAL = { perMinute: 1, perHour: 3 };
const NONE = { perMinute: 0, perHour: 0 };
const ada = actor('ada');

/** Edits that ask to be read again are sendings to the limits, whoever sent it. */
export function askingAgainContract(check: Check): void {
  check('an edit that makes unread again is limited with the sendings of who edits', async ({ store }) => {
    await join(store, 'ada', 'admin');
    await join(store, 'bob', 'admin');
    await broadcast(store, { title: 'B', createdBy: 'bob', now: 1_000 });
    const edit = (now: number, by = ada, notifyAgain = true) =>
      store.editBroadcast('B', { content: {}, notifyAgain, limits: USUAL, by, now });
    const send = async (id: string, now: number) => {
      await draft(store, { id });
      const { count } = await store.countAudience({ kind: 'everyone' });
      const sending = { version: 1, count, dueAt: null, as: null, sentBy: 'ada', by: ada };
      return store.sendBroadcast(id, { ...sending, limits: USUAL, now });
    };
    const tooMany = (retryAfterSeconds: number) => ({ code: 'too_many', facts: { retryAfterSeconds } });

    await edit(10_000);
    await expect(edit(30_000)).rejects.toMatchObject(tooMany(40));
    await expect(edit(30_000)).rejects.toThrow(/save without it now\.$/);
    // Each counts for the other.
    await expect(send('early', 69_999)).rejects.toMatchObject(tooMany(1));
    await send('late', 70_000);
    await expect(edit(100_000)).rejects.toMatchObject(tooMany(30));
    await edit(130_000);
    expect(await store.recentSendings('ada', 0)).toEqual([130_000, 70_000, 10_000]);
    expect(await store.recentSendings('ada', 10_001)).toEqual([130_000, 70_000]);
    // Three within the hour: the next when the first is an hour old.
    await expect(edit(200_000)).rejects.toMatchObject(tooMany(3_410));
    await expect(send('fourth', 200_000)).rejects.toMatchObject(tooMany(3_410));
    await edit(200_000, actor('bob'));
    await edit(3_610_000);
  });

  check(
    'a refused edit changes nothing, and a silent one is never refused nor counted',
    async ({ store }) => {
      await join(store, 'ada', 'admin');
      await broadcast(store, { title: 'B', createdBy: 'ada' });
      const given = { limits: USUAL, by: ada };
      await store.editBroadcast('B', { ...given, content: {}, notifyAgain: true, now: 100 });
      const before = await store.findBroadcast('B');
      const head = await store.logHead();
      const acts = async () => (await store.auditLog({ before: null, limit: 50 })).entries.length;
      const rows = await acts();
      await expect(
        store.editBroadcast('B', { ...given, content: { title: 'C' }, notifyAgain: true, now: 101 }),
      ).rejects.toMatchObject({ code: 'too_many' });
      expect([await store.findBroadcast('B'), await store.logHead(), await acts()]).toEqual([
        before,
        head,
        rows,
      ]);
      for (const title of ['C', 'D', 'E', 'F']) {
        const edited = await store.editBroadcast('B', {
          ...given,
          content: { title },
          notifyAgain: false,
          now: 102,
        });
        expect(edited.title).toBe(title);
      }
      expect(await store.recentSendings('ada', 0)).toEqual([100]);
    },
  );

  check('of edits at one moment as many pass as may', async ({ store }) => {
    await join(store, 'ada', 'admin');
    await broadcast(store, { title: 'B', createdBy: 'ada' });
    const edits = Array.from({ length: 20 }, (_, index) =>
      store.editBroadcast('B', {
        content: { title: `B${index}` },
        notifyAgain: true,
        limits: USUAL,
        by: ada,
        now: 100,
      }),
    );
    const outcomes = await Promise.allSettled(edits);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await store.recentSendings('ada', 0)).toEqual([100]);
  });

  check('an edit under its key is one, also when the limit would refuse a second', async ({ store }) => {
    await join(store, 'ada', 'admin');
    await broadcast(store, { title: 'B', createdBy: 'ada' });
    const edit = { content: { title: 'C' }, notifyAgain: true, limits: USUAL, by: ada };
    const first = await store.editBroadcast('B', { ...edit, once: once('k'), now: 100 });
    expect(await store.editBroadcast('B', { ...edit, once: once('k'), now: 101 })).toEqual(first);
    expect(await store.recentSendings('ada', 0)).toEqual([100]);
  });

  check('without a limit any number pass, and are counted all the same', async ({ store }) => {
    await join(store, 'ada', 'admin');
    await broadcast(store, { title: 'B', createdBy: 'ada' });
    for (const now of [100, 101, 102]) {
      await store.editBroadcast('B', { content: {}, notifyAgain: true, limits: NONE, by: ada, now });
    }
    expect(await store.recentSendings('ada', 0)).toEqual([102, 101, 100]);
  });
}
