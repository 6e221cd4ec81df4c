import { expect } from 'vitest';
import { type Check, iso, titles } from './given';
import { house } from './replay';
import { conflict, draft, hold, NOBODY, sent } from './sendings';

/** Expiring, stopping, recalling, and what keeps a broadcast out. */
export function endsContract(check: Check): void {
  check('what is over leaves every inbox, and nobody is given it any more', async ({ store }) => {
    await house(store);
    await draft(store, { expiresAt: 100 });
    expect((await store.findBroadcast('B'))?.expiresAt).toBe(iso(100));
    await store.sendBroadcast('B', { version: 1, count: 3, dueAt: null, as: null, now: 10 });
    expect((await store.counts('ana', 20)).counts).toMatchObject({ unread: 1 });
    expect(await store.nextDue()).toBe(100);
    expect(await store.expireDue({ now: 99, limit: 10 })).toEqual([]);
    expect(await store.expireDue({ now: 100, limit: 10 })).toEqual(['B']);
    expect(await store.expireDue({ now: 101, limit: 10 })).toEqual([]);
    expect(await store.nextDue()).toBeNull();
    const answer = await store.sync('ana', { cursor: { epoch: store.epoch, seq: 1 }, now: 110 });
    expect(answer).toMatchObject({ changes: [{ seq: 2, removed: true, reason: 'expired' }] });
    expect([await titles(store, 'ana'), await titles(store, 'ben')]).toEqual([[], []]);
    expect(await store.findBroadcast('B')).toMatchObject({
      state: 'expired',
      expiredAt: iso(100),
      figures: { ...NOBODY, targeted: 3, delivered: 1, skipped: 2 },
    });
    await expect(store.recallBroadcast('B', { now: 120 })).rejects.toMatchObject(conflict('expired'));
    await expect(store.stopBroadcast('B', { now: 120 })).rejects.toMatchObject(conflict('expired'));
  });

  check('from its end on nobody is given it, also before the clock gets to it', async ({ store }) => {
    await house(store);
    await draft(store, { expiresAt: 100 });
    await store.sendBroadcast('B', { version: 1, count: 3, dueAt: null, as: null, now: 10 });
    const page = { filter: 'inbox', before: null, limit: 10 } as const;
    const shown = async (name: string, now: number) =>
      (await store.feed(name, { ...page, now })).items.map(({ title }) => title);
    expect(await shown('ana', 99)).toEqual(['B']);
    expect(await shown('ben', 100)).toEqual([]);
    await store.replay(['ada'], 159);
    // As many as it was for, at every instant.
    expect(await store.figures('B')).toEqual({ ...NOBODY, targeted: 3, delivered: 1, pending: 2 });
    expect(await store.expireDue({ now: 160, limit: 10 })).toEqual(['B']);
    expect(await store.figures('B')).toEqual({ ...NOBODY, targeted: 3, delivered: 1, skipped: 2 });
    for (const name of ['ana', 'ben', 'ada']) expect(await shown(name, 170)).toEqual([]);
  });

  check(
    'what is edited and then over is taken back at once from whoever comes for the edit',
    async ({ store }) => {
      await house(store);
      await draft(store, { expiresAt: 100 });
      await store.sendBroadcast('B', { version: 1, count: 3, dueAt: null, as: null, now: 10 });
      await store.counts('ana', 20);
      await store.editBroadcast('B', { content: { title: 'B2' }, notifyAgain: true, now: 50 });
      const answer = await store.sync('ana', { cursor: { epoch: store.epoch, seq: 1 }, now: 100 });
      expect(answer).toMatchObject({
        counts: { unread: 0 },
        changes: [{ seq: 2, removed: true, reason: 'expired' }],
      });
      expect(await store.figures('B')).toEqual({ ...NOBODY, targeted: 3, delivered: 1, pending: 2 });
      await store.expireDue({ now: 160, limit: 10 });
      expect(await store.sync('ana', { cursor: { epoch: store.epoch, seq: 2 }, now: 170 })).toMatchObject({
        changes: [],
      });
      expect(await store.figures('B')).toEqual({ ...NOBODY, targeted: 3, delivered: 1, skipped: 2 });
    },
  );

  check('what is over is not given more time, nor another text', async ({ store }) => {
    await house(store);
    await draft(store, { expiresAt: 100 });
    await store.sendBroadcast('B', { version: 1, count: 3, dueAt: null, as: null, now: 10 });
    const edit = { content: {}, notifyAgain: false };
    expect(await store.editBroadcast('B', { ...edit, expiresAt: 120, now: 99 })).toMatchObject({
      version: 2,
    });
    await expect(store.editBroadcast('B', { ...edit, expiresAt: 500, now: 120 })).rejects.toMatchObject(
      conflict('expired'),
    );
    expect(await store.findBroadcast('B')).toMatchObject({ version: 2, expiresAt: iso(120) });
  });

  check('a recalled row says so', async ({ store }) => {
    await house(store);
    await sent(store);
    await titles(store, 'ana');
    await store.recallBroadcast('B', { now: 50 });
    const answer = await store.sync('ana', { cursor: { epoch: store.epoch, seq: 1 }, now: 60 });
    expect(answer).toMatchObject({ changes: [{ seq: 2, removed: true, reason: 'recalled' }] });
  });

  check('one that is over before it could go out is over, and reaches nobody', async ({ store, moved }) => {
    await house(store);
    await hold(store, { dueAt: 100, expiresAt: 150 });
    expect(await store.releaseDue({ now: 150, limit: 10 })).toEqual([]);
    expect(await store.nextDue()).toBe(100);
    expect(await store.expireDue({ now: 150, limit: 10 })).toEqual(['B']);
    expect(await store.findBroadcast('B')).toMatchObject({ state: 'expired', sentAt: null, figures: NOBODY });
    expect(await store.nextDue()).toBeNull();
    expect(moved).toEqual([]);
    expect(await titles(store, 'ana')).toEqual([]);
  });

  check('the end of a sent one can be moved without a word to anybody', async ({ store }) => {
    await house(store);
    await sent(store);
    const edit = { content: {}, notifyAgain: false, now: 30 };
    const moved = await store.editBroadcast('B', { ...edit, expiresAt: 500 });
    expect(moved).toMatchObject({ version: 2, expiresAt: iso(500), editedAt: null });
    expect([await store.logHead(), await store.nextDue()]).toEqual([1, 500]);
    expect(await store.editBroadcast('B', { ...edit, expiresAt: null })).toMatchObject({ expiresAt: null });
    expect(await store.nextDue()).toBeNull();
  });

  check('of two who edit the same version, the second is told who was first', async ({ store }) => {
    await house(store);
    await sent(store);
    const by = { id: 'ada', name: 'ada', via: 'page', address: null, requestId: null } as const;
    const edit = { notifyAgain: false, version: 1, by, now: 30 };
    await store.editBroadcast('B', { ...edit, content: { title: 'one' } });
    await expect(store.editBroadcast('B', { ...edit, content: { title: 'two' } })).rejects.toMatchObject({
      code: 'conflict',
      facts: { version: 2, updatedBy: 'ada', updatedAt: iso(30) },
    });
    await expect(store.recallBroadcast('B', { version: 1, now: 31 })).rejects.toMatchObject({
      code: 'conflict',
      facts: { version: 2 },
    });
    expect(await store.recallBroadcast('B', { version: 2, now: 31 })).toMatchObject({ state: 'recalled' });
  });

  check('a stopped one goes no further, and is still corrected where it is', async ({ store }) => {
    await house(store);
    await sent(store);
    expect(await titles(store, 'ana')).toEqual(['B']);
    expect(await store.stopBroadcast('B', { now: 40 })).toMatchObject({ state: 'sent', stoppedAt: iso(40) });
    expect(await store.stopBroadcast('B', { now: 41 })).toMatchObject({ stoppedAt: iso(40) });
    const figures = { ...NOBODY, targeted: 3, delivered: 1, skipped: 2 };
    expect(await store.figures('B')).toEqual(figures);
    await store.editBroadcast('B', { content: { title: 'B2' }, notifyAgain: false, now: 50 });
    await store.changeUser('ben', { role: 'sender', now: 60 });
    expect([await titles(store, 'ana'), await titles(store, 'ben')]).toEqual([['B2'], []]);
    expect(await store.figures('B')).toEqual(figures);
    await store.recallBroadcast('B', { now: 70 });
    expect(await titles(store, 'ana')).toEqual([]);
    expect(await store.figures('B')).toEqual(figures);
  });

  check('a category that is off keeps a broadcast out, unless it is critical', async ({ store }) => {
    await house(store);
    await store.muteCategory('ana', { category: 'general', muted: true, now: 5 });
    await sent(store);
    await draft(store, { id: 'C', severity: 'critical' });
    await store.sendBroadcast('C', { version: 1, count: 3, dueAt: null, as: null, now: 10 });
    expect(await titles(store, 'ana')).toEqual(['C']);
    expect(await store.figures('B')).toEqual({ ...NOBODY, targeted: 3, pending: 2, skipped: 1 });
    await store.muteCategory('ana', { category: 'general', muted: false, now: 40 });
    expect(await titles(store, 'ana')).toEqual(['C']);
    await store.recallBroadcast('B', { now: 50 });
    expect(await store.figures('B')).toEqual({ ...NOBODY, targeted: 3, skipped: 3 });
  });
}
