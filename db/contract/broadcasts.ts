import { expect } from 'vitest';
import { broadcast, type Check, content, iso, join, titles } from './given';

const EVERYONE = { kind: 'everyone' } as const;
const NOW = { dueAt: null, as: null } as const;
const NOBODY = { targeted: 0, delivered: 0, pending: 0, skipped: 0, seen: 0, read: 0, clicked: 0 };

export function broadcastsContract(check: Check): void {
  check('a draft says who wrote it, and every change raises its version', async ({ store, moved }) => {
    await join(store, 'ada', 'admin');
    const said = content('Draft', { body: 'b', url: '/u', severity: 'critical' });
    const draft = { id: 'B', createdBy: 'ada', content: said, audience: EVERYONE, now: 5 };
    const made = await store.createBroadcast(draft);
    expect(made).toEqual({
      ...said,
      id: 'B',
      state: 'draft',
      linkLabel: null,
      format: 'plain',
      audience: EVERYONE,
      frozen: false,
      version: 1,
      expiresAt: null,
      createdBy: { id: 'ada', name: 'ada' },
      createdAt: iso(5),
      updatedBy: null,
      updatedAt: null,
      sentBy: null,
      dueAt: null,
      scheduledFor: null,
      timeZone: null,
      sentAt: null,
      editedAt: null,
      recalledAt: null,
      expiredAt: null,
      stoppedAt: null,
    });
    const audience = { kind: 'role', role: 'member' } as const;
    const changed = await store.updateBroadcast('B', {
      content: { body: null },
      audience,
      version: 1,
      now: 6,
    });
    expect(changed).toEqual({ ...made, body: null, audience, version: 2 });
    expect(await store.findBroadcast('B')).toEqual({ ...changed, figures: NOBODY });
    const late = store.updateBroadcast('B', { content: { title: 'late' }, version: 1, now: 7 });
    await expect(late).rejects.toMatchObject({ code: 'conflict', facts: { version: 2 } });
    expect(moved).toEqual([]);
  });

  check('an unknown broadcast is nowhere', async ({ store }) => {
    expect(await store.findBroadcast('B')).toBeNull();
    expect(await store.figures('B')).toBeNull();
    for (const asked of [
      store.updateBroadcast('B', { now: 1 }),
      store.sendBroadcast('B', { version: 1, count: 0, ...NOW, now: 1 }),
      store.cancelBroadcast('B', { now: 1 }),
      store.editBroadcast('B', { content: {}, notifyAgain: true, now: 1 }),
      store.recallBroadcast('B', { now: 1 }),
    ]) {
      await expect(asked).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  check('broadcasts are listed newest first, page after page', async ({ store }) => {
    await join(store, 'ada', 'admin');
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      await store.createBroadcast({ id, createdBy: 'ada', content: content(id), audience: EVERYONE, now: 5 });
    }
    const first = await store.listBroadcasts({ before: null, limit: 2 });
    expect(first.broadcasts.map(({ id, figures }) => [id, figures])).toEqual([
      ['e', NOBODY],
      ['d', NOBODY],
    ]);
    const second = await store.listBroadcasts({ before: first.next, limit: 2 });
    const third = await store.listBroadcasts({ before: second.next, limit: 2 });
    expect([...second.broadcasts, ...third.broadcasts].map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect(third.next).toBeNull();
    for (const page of [
      { before: 'x', limit: 2 },
      { before: null, limit: 0 },
      { before: null, limit: 101 },
    ]) {
      await expect(store.listBroadcasts(page)).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  check(
    'sending fixes the number of people and tells that the log moved, no stream yet',
    async ({ store, moved }) => {
      await join(store, 'ada', 'admin');
      await join(store, 'ana');
      const sent = await broadcast(store, { title: 'B', createdBy: 'ada', now: 20 });
      expect(sent).toMatchObject({ state: 'sent', sentAt: iso(20), dueAt: null });
      expect(moved).toEqual([{ streams: [], broadcastLog: true, replayed: [] }]);
      expect(await store.logHead()).toBe(1);
      await join(store, 'late');
      expect(await store.figures('B')).toEqual({ ...NOBODY, targeted: 2, pending: 2 });
      expect(await titles(store, 'late')).toEqual([]);
      expect(await titles(store, 'ana')).toEqual(['B']);
    },
  );

  check(
    'a send is refused when the draft or the number of people is not what was confirmed',
    async ({ store, moved }) => {
      await join(store, 'ada', 'admin');
      await store.createBroadcast({
        id: 'B',
        createdBy: 'ada',
        content: content('B'),
        audience: EVERYONE,
        now: 5,
      });
      const send = (version: number, count: number) =>
        store.sendBroadcast('B', { version, count, ...NOW, now: 6 });
      await expect(send(1, 2)).rejects.toMatchObject({ code: 'conflict', facts: { count: 1 } });
      await expect(send(2, 1)).rejects.toMatchObject({ code: 'conflict', facts: { version: 1 } });
      expect(moved).toEqual([]);
      await send(1, 1);
      await expect(send(1, 1)).rejects.toMatchObject({ code: 'conflict', facts: { state: 'sent' } });
      expect(await store.logHead()).toBe(1);
    },
  );

  check('a held one goes out when it is due, to who belongs then', async ({ store, moved }) => {
    await join(store, 'ada', 'admin');
    await store.createBroadcast({
      id: 'B',
      createdBy: 'ada',
      content: content('B'),
      audience: EVERYONE,
      now: 5,
    });
    expect(await store.nextDue()).toBeNull();
    const held = await store.sendBroadcast('B', { version: 1, count: 1, dueAt: 100, as: 'held', now: 6 });
    expect(held).toMatchObject({ state: 'held', dueAt: iso(100), sentAt: null, figures: NOBODY });
    expect(await store.nextDue()).toBe(100);
    await join(store, 'ana', 'member', 50);
    expect(await store.releaseDue({ now: 99, limit: 10 })).toEqual([]);
    expect(moved).toEqual([]);
    expect(await store.releaseDue({ now: 100, limit: 10 })).toEqual(['B']);
    expect(moved).toEqual([{ streams: [], broadcastLog: true, replayed: [] }]);
    expect(await store.releaseDue({ now: 101, limit: 10 })).toEqual([]);
    expect(await store.nextDue()).toBeNull();
    expect(await store.findBroadcast('B')).toMatchObject({
      state: 'sent',
      sentAt: iso(100),
      figures: { targeted: 2 },
    });
  });

  check('what is due goes out in the order it is due, a bounded number at a time', async ({ store }) => {
    await join(store, 'ada', 'admin');
    for (const [id, dueAt] of [
      ['late', 300],
      ['early', 100],
      ['middle', 200],
    ] as const) {
      await store.createBroadcast({ id, createdBy: 'ada', content: content(id), audience: EVERYONE, now: 5 });
      await store.sendBroadcast(id, { version: 1, count: 1, dueAt, as: 'scheduled', now: 6 });
    }
    expect(await store.releaseDue({ now: 500, limit: 2 })).toEqual(['early', 'middle']);
    expect(await store.nextDue()).toBe(300);
    expect(await titles(store, 'ada')).toEqual(['middle', 'early']);
  });

  check('what has not gone out can be cancelled, and then reaches nobody', async ({ store }) => {
    await join(store, 'ada', 'admin');
    await store.createBroadcast({
      id: 'B',
      createdBy: 'ada',
      content: content('B'),
      audience: EVERYONE,
      now: 5,
    });
    await store.sendBroadcast('B', { version: 1, count: 1, dueAt: 100, as: 'held', now: 6 });
    await expect(store.cancelBroadcast('B', { only: 'draft', now: 49 })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await store.cancelBroadcast('B', { now: 50 })).toMatchObject({ state: 'cancelled', dueAt: null });
    expect(await store.cancelBroadcast('B', { now: 51 })).toMatchObject({ state: 'cancelled' });
    expect(await store.releaseDue({ now: 200, limit: 10 })).toEqual([]);
    expect(await titles(store, 'ada')).toEqual([]);
    await broadcast(store, { title: 'C', createdBy: 'ada' });
    await expect(store.cancelBroadcast('C', { now: 60 })).rejects.toMatchObject({
      code: 'conflict',
      facts: { state: 'sent' },
    });
  });

  check('what became a draft again is not cancelled with the sending, but thrown away', async ({ store }) => {
    await join(store, 'ada', 'admin');
    const draft = { id: 'B', createdBy: 'ada', content: content('B'), audience: EVERYONE, now: 5 };
    await store.createBroadcast(draft);
    await store.sendBroadcast('B', { version: 1, count: 1, dueAt: 100, as: 'held', now: 6 });
    await store.redraftBroadcast('B', { now: 7 });
    await store.updateBroadcast('B', { content: { title: 'Rewritten' }, now: 8 });
    await expect(store.cancelBroadcast('B', { now: 9 })).rejects.toMatchObject({
      code: 'conflict',
      facts: { state: 'draft' },
    });
    expect(await store.findBroadcast('B')).toMatchObject({ state: 'draft', title: 'Rewritten' });
    for (const now of [10, 11]) {
      expect(await store.cancelBroadcast('B', { only: 'draft', now })).toMatchObject({ state: 'cancelled' });
    }
  });

  check('a label without a link is refused by the change that would make it, of both', async ({ store }) => {
    await join(store, 'ada', 'admin');
    const linked = { ...content('B'), url: '/plan' };
    await store.createBroadcast({ id: 'B', createdBy: 'ada', content: linked, audience: EVERYONE, now: 5 });
    const refusal = { code: 'invalid', errors: [{ path: 'linkLabel' }] };
    for (const state of ['draft', 'sent']) {
      const change = (content: { url?: string | null; linkLabel?: string | null }) =>
        state === 'draft'
          ? store.updateBroadcast('B', { content, now: 6 })
          : store.editBroadcast('B', { content, notifyAgain: false, now: 8 });
      const both = await Promise.allSettled([change({ url: null }), change({ linkLabel: 'Open' })]);
      expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      expect(both[1]).toMatchObject({ reason: refusal });
      expect(await store.findBroadcast('B')).toMatchObject({ url: null, linkLabel: null });
      await change({ url: '/plan', linkLabel: 'Open' });
      await expect(change({ url: null })).rejects.toMatchObject(refusal);
      await change({ linkLabel: null });
      if (state === 'draft') await store.sendBroadcast('B', { version: 4, count: 1, ...NOW, now: 7 });
      if (state === 'draft') await store.editBroadcast('B', { content: linked, notifyAgain: false, now: 8 });
    }
  });

  check('only a draft is updated, only a sent one is edited or recalled', async ({ store }) => {
    await join(store, 'ada', 'admin');
    await store.createBroadcast({
      id: 'D',
      createdBy: 'ada',
      content: content('D'),
      audience: EVERYONE,
      now: 5,
    });
    await broadcast(store, { title: 'S', createdBy: 'ada' });
    const conflict = (state: string) => ({ code: 'conflict', facts: { state } });
    const edit = { content: { title: 'x' }, notifyAgain: false, now: 30 };
    await expect(store.updateBroadcast('S', { content: { title: 'x' }, now: 30 })).rejects.toMatchObject(
      conflict('sent'),
    );
    await expect(store.editBroadcast('D', edit)).rejects.toMatchObject(conflict('draft'));
    await expect(store.recallBroadcast('D', { now: 30 })).rejects.toMatchObject(conflict('draft'));
    await store.recallBroadcast('S', { now: 40 });
    await expect(store.editBroadcast('S', edit)).rejects.toMatchObject(conflict('recalled'));
  });

  check('an edit that changes nothing is not told to anybody', async ({ store }) => {
    await join(store, 'ada', 'admin');
    await broadcast(store, { title: 'B', createdBy: 'ada' });
    const edit = { content: { title: 'B' }, notifyAgain: false, now: 30 };
    expect((await store.editBroadcast('B', edit)).editedAt).toBeNull();
    expect(await store.logHead()).toBe(1);
    await store.editBroadcast('B', { ...edit, notifyAgain: true });
    expect(await store.logHead()).toBe(2);
  });

  check('recalling a second time changes nothing', async ({ store, moved }) => {
    await join(store, 'ada', 'admin');
    await broadcast(store, { title: 'B', createdBy: 'ada' });
    const recalled = await store.recallBroadcast('B', { now: 30 });
    expect(recalled).toMatchObject({ state: 'recalled', recalledAt: iso(30) });
    const told = moved.length;
    expect(await store.recallBroadcast('B', { now: 40 })).toEqual(recalled);
    expect(moved).toHaveLength(told);
  });
}
