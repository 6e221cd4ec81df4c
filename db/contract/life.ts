import { expect } from 'vitest';
import { type Check, content, iso, join, once, titles } from './given';
import { house } from './replay';
import { conflict, draft, hold, MEMBERS, NOBODY, sent } from './sendings';

/** Holding, pausing, freezing and copying. */
export function lifeContract(check: Check): void {
  check('a held one says who confirmed it, when it was to go and in whose time', async ({ store }) => {
    await house(store);
    const held = await hold(store, { dueAt: 100, timeZone: 'Europe/Berlin' });
    expect(held).toMatchObject({
      state: 'held',
      sentBy: { id: 'ada', name: 'ada' },
      dueAt: iso(100),
      scheduledFor: iso(100),
      timeZone: 'Europe/Berlin',
      sentAt: null,
      figures: NOBODY,
    });
    await store.releaseDue({ now: 130, limit: 10 });
    // How late it was can be told afterwards.
    expect(await store.findBroadcast('B')).toMatchObject({
      dueAt: null,
      scheduledFor: iso(100),
      sentAt: iso(130),
    });
  });

  check('a paused one is not due until it is resumed, and can be cancelled', async ({ store }) => {
    await house(store);
    await hold(store, { dueAt: 100 });
    expect(await store.pauseBroadcast('B', { now: 50 })).toMatchObject({ state: 'paused', dueAt: null });
    expect(await store.pauseBroadcast('B', { now: 51 })).toMatchObject({
      state: 'paused',
      scheduledFor: iso(100),
    });
    expect(await store.nextDue()).toBeNull();
    expect(await store.releaseDue({ now: 200, limit: 10 })).toEqual([]);
    const resumed = await store.resumeBroadcast('B', { dueAt: 300, as: 'held', now: 210 });
    expect(resumed).toMatchObject({ state: 'held', dueAt: iso(300), scheduledFor: iso(300) });
    await expect(store.resumeBroadcast('B', { dueAt: 300, as: 'held', now: 220 })).rejects.toMatchObject(
      conflict('held'),
    );
    await store.pauseBroadcast('B', { now: 230 });
    expect(await store.cancelBroadcast('B', { now: 240 })).toMatchObject({ state: 'cancelled' });
    await expect(store.resumeBroadcast('B', { dueAt: 9, as: 'held', now: 250 })).rejects.toMatchObject(
      conflict('cancelled'),
    );
    await expect(store.pauseBroadcast('B', { now: 260 })).rejects.toMatchObject(conflict('cancelled'));
    expect(await titles(store, 'ana')).toEqual([]);
  });

  check('a frozen one goes to those of its moment who belong still', async ({ store }) => {
    await house(store);
    const frozen = await hold(store, { audience: MEMBERS, count: 2, dueAt: 100, frozen: true });
    expect(frozen.frozen).toBe(true);
    await join(store, 'late', 'member', 20);
    await store.changeUser('ben', { role: 'sender', now: 30 });
    await store.changeUser('ben', { role: 'member', now: 40 });
    await store.changeUser('ada', { role: 'admin', now: 50 });
    await store.releaseDue({ now: 100, limit: 10 });
    expect(await store.figures('B')).toEqual({ ...NOBODY, targeted: 2, pending: 2 });
    for (const name of ['ana', 'ben', 'late', 'ada']) await titles(store, name);
    expect([await titles(store, 'ana'), await titles(store, 'ben')]).toEqual([['B'], ['B']]);
    expect(await titles(store, 'late')).toEqual([]);
    expect(await store.figures('B')).toEqual({ ...NOBODY, targeted: 2, delivered: 2 });
  });

  check('whoever left a frozen one before it went is not counted, after it skipped', async ({ store }) => {
    await house(store);
    await join(store, 'carl');
    await hold(store, { audience: MEMBERS, count: 3, dueAt: 100, frozen: true });
    await store.changeUser('ben', { disabled: true, now: 30 });
    await store.releaseDue({ now: 100, limit: 10 });
    await store.changeUser('ana', { role: 'sender', now: 110 });
    expect(await titles(store, 'ana')).toEqual([]);
    expect(await titles(store, 'carl')).toEqual(['B']);
    expect(await store.figures('B')).toEqual({ ...NOBODY, targeted: 2, delivered: 1, skipped: 1 });
  });

  check(
    'people can be fixed beforehand up to a number, and not of a version that has changed',
    async ({ store }) => {
      await house(store);
      await draft(store, {});
      await store.updateBroadcast('B', { content: { title: 'B2' }, updatedBy: 'ada', now: 6 });
      const sending = { count: 3, dueAt: 100, as: 'scheduled', frozen: true, now: 7 } as const;
      await expect(store.sendBroadcast('B', { ...sending, version: 1 })).rejects.toMatchObject({
        code: 'conflict',
        facts: { version: 2, updatedBy: 'ada', updatedAt: iso(6) },
      });
      await expect(store.sendBroadcast('B', { ...sending, version: 2, count: 4 })).rejects.toMatchObject({
        facts: { count: 3 },
      });
      expect((await store.sendBroadcast('B', { ...sending, version: 2 })).frozen).toBe(true);
    },
  );

  check('a test is in the inbox of whoever asked for it, and in no figures', async ({ store }) => {
    await house(store);
    await sent(store);
    const recipients = [{ userId: 'ana', id: 'test' }];
    await store.append({
      recipients,
      content: content('B'),
      testOf: { id: 'B', title: 'B', version: 1 },
      now: 30,
    });
    const page = await store.feed('ana', { filter: 'inbox', before: null, limit: 9, now: 40 });
    expect(page.items.map(({ id, isTest }) => [id === 'test', isTest])).toEqual([
      [true, true],
      [false, false],
    ]);
    await store.view('ana', { ids: ['test'], now: 50 });
    expect(await store.figures('B')).toEqual({ ...NOBODY, targeted: 3, delivered: 1, pending: 2 });
  });

  check('a copy is a draft of its own, once for one key', async ({ store }) => {
    await house(store);
    await hold(store, { dueAt: 100, expiresAt: 900, audience: MEMBERS, count: 2 });
    const copy = { newId: 'C', createdBy: 'ana', now: 50 };
    const made = await store.duplicateBroadcast('B', { ...copy, once: once('k') });
    expect(made).toMatchObject({
      ...content('B'),
      id: 'C',
      state: 'draft',
      audience: MEMBERS,
      version: 1,
      createdBy: { id: 'ana' },
      expiresAt: null,
      scheduledFor: null,
      sentBy: null,
    });
    expect(await store.duplicateBroadcast('B', { ...copy, newId: 'D', once: once('k') })).toEqual(made);
    expect(await store.findBroadcast('D')).toBeNull();
    await expect(store.duplicateBroadcast('X', { ...copy, newId: 'E' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  check(
    'what somebody confirmed lately is told, and limited in the transaction that sends',
    async ({ store }) => {
      await house(store);
      const limits = { perMinute: 1, perHour: 2 };
      const send = async (id: string, now: number) => {
        await draft(store, { id });
        const sending = { version: 1, count: 3, dueAt: null, as: null, sentBy: 'ada', limits, now } as const;
        return store.sendBroadcast(id, sending);
      };
      await send('one', 1_000);
      await expect(send('two', 60_999)).rejects.toMatchObject({
        code: 'too_many',
        facts: { retryAfterSeconds: 1 },
      });
      await send('three', 61_000);
      await expect(send('four', 200_000)).rejects.toMatchObject({ code: 'too_many' });
      expect(await store.recentSendings('ada', 0)).toEqual([61_000, 1_000]);
      expect(await store.recentSendings('ada', 1_001)).toEqual([61_000]);
      expect(await store.recentSendings('ana', 0)).toEqual([]);
      await hold(store, { id: 'held', dueAt: 900_000 });
      expect(await store.recentSendings('ada', 0)).toHaveLength(3);
      await store.cancelBroadcast('held', { now: 300_000 });
      expect(await store.recentSendings('ada', 0)).toHaveLength(2);
    },
  );

  check('what one person scheduled goes out as far apart as it is to be sent', async ({ store }) => {
    await house(store);
    await store.changeUser('ana', { role: 'sender', now: 1 });
    const limits = { perMinute: 1, perHour: 3 };
    const [MINUTE, NOON] = [60_000, 100_000_000];
    let now = 0;
    const schedule = async (id: string, dueAt: number | null, sentBy = 'ada') => {
      now += 61 * MINUTE;
      await draft(store, { id });
      const when = { dueAt, as: dueAt === null ? null : 'scheduled' } as const;
      return store.sendBroadcast(id, { version: 1, count: 3, ...when, sentBy, limits, now });
    };
    const otherAt = (at: number) => ({ code: 'too_many', facts: { otherAt: new Date(at).toISOString() } });

    await schedule('first', NOON);
    // Confirmed long after the first, for the same instant and for one within a minute of it on either side.
    for (const [id, at] of [
      ['same', NOON],
      ['after', NOON + MINUTE - 1],
      ['before', NOON - MINUTE + 1],
    ] as const) {
      await expect(schedule(id, at)).rejects.toMatchObject(otherAt(NOON));
      expect((await store.findBroadcast(id))?.state).toBe('draft');
    }
    await schedule('other', NOON, 'ana');
    await schedule('second', NOON + MINUTE);
    await schedule('third', NOON + 30 * MINUTE);
    // Three within an hour are as many as may, wherever in it the fourth would be.
    await expect(schedule('between', NOON + 20 * MINUTE)).rejects.toMatchObject(otherAt(NOON + 30 * MINUTE));
    await expect(schedule('last', NOON + 60 * MINUTE - 1)).rejects.toMatchObject(otherAt(NOON + 30 * MINUTE));
    await schedule('an hour later', NOON + 60 * MINUTE);
    // What does not wait any more is in nobody's way.
    await store.cancelBroadcast('first', { now });
    await schedule('instead', NOON);
    expect(await store.releaseDue({ now: NOON, limit: 10 })).toEqual(
      expect.arrayContaining(['instead', 'other']),
    );
    // Sent at once it goes out now, beside what is about to.
    now = NOON - 60 * MINUTE - 1;
    await expect(schedule('at once', null)).rejects.toMatchObject(otherAt(NOON + MINUTE));
  });
}
