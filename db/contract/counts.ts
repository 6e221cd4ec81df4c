import { expect } from 'vitest';
import type { Audience } from '@/lib/inbox/audience';
import type { Store } from '../store';
import { broadcast, type Check, content, join, notify } from './given';

/** Who would be reached, counted before anything goes out. */
export function countsContract(check: Check): void {
  for (const [audience, count] of [
    [{ kind: 'everyone' }, 5],
    [{ kind: 'everyone', except: { roles: ['admin'] } }, 4],
    [{ kind: 'everyone', except: { roles: ['member', 'sender', 'admin'] } }, 0],
    [{ kind: 'everyone', except: { groups: ['g', 'h'], people: ['ana', 'eve'] } }, 2],
    [{ kind: 'role', role: 'member' }, 4],
    [{ kind: 'role', role: 'member', except: { roles: ['member'] } }, 0],
    [{ kind: 'role', role: 'member', except: { people: ['ana', 'ada', 'gone'] } }, 3],
    [{ kind: 'groups', groups: ['g'] }, 2],
    [{ kind: 'groups', groups: ['g', 'h'] }, 3],
    [{ kind: 'groups', groups: ['g', 'h'], except: { people: ['ben'] } }, 2],
    [{ kind: 'groups', groups: ['none'] }, 0],
    [{ kind: 'people', people: ['ana', 'gone', 'nobody'] }, 1],
    [{ kind: 'people', people: ['ana', 'ben'], except: { groups: ['h'] } }, 1],
  ] as const satisfies readonly (readonly [Audience, number])[]) {
    check(`${JSON.stringify(audience)} are ${count}`, async ({ store }) => {
      await town(store);
      expect(await store.countAudience(audience)).toMatchObject({ count });
      const everybody = ['ada', 'ana', 'ben', 'carl', 'eve', 'gone'];
      expect(await store.countAmong([...everybody, 'nobody'], audience)).toBe(count);
      const asked = { audience, category: 'x', critical: false, since: 0, online: everybody };
      const described = await store.describeAudience(asked);
      expect(described).toMatchObject({ count, online: count });
      expect(described.examples).toHaveLength(Math.min(count, 5));
    });
  }

  check(
    'the membership number rises with whatever may change a count, and with nothing else',
    async ({ store }) => {
      await town(store);
      let last = (await store.countAudience({ kind: 'everyone' })).memberships;
      const rose = async () => {
        const { memberships } = await store.countAudience({ kind: 'everyone' });
        const has = memberships > last;
        last = memberships;
        return has;
      };
      await notify(store, 'ana', ['n']);
      await broadcast(store, { title: 'B', createdBy: 'ada' });
      expect(await rose()).toBe(false);
      for (const change of [
        () => join(store, 'new'),
        () => store.changeUser('new', { role: 'sender', now: 30 }),
        () => store.changeUser('new', { disabled: true, now: 31 }),
        () => store.addMembers('h', { userIds: ['ana'], now: 32 }),
        () => store.removeMembers('h', { userIds: ['ana'], now: 33 }),
      ]) {
        await change();
        expect(await rose()).toBe(true);
      }
    },
  );

  check(
    'a number counted before is believed while nobody has come or gone, and not after',
    async ({ store }) => {
      await town(store);
      const counted = await store.countAudience({ kind: 'groups', groups: ['g'] });
      const audience = { kind: 'groups', groups: ['g'] } as const;
      await store.createBroadcast({ id: 'B', createdBy: 'ada', content: content('B'), audience, now: 5 });
      await store.addMembers('g', { userIds: ['carl'], now: 6 });
      const send = (count: { count: number; memberships: number }) =>
        store.sendBroadcast('B', { ...count, version: 1, dueAt: null, as: null, now: 7 });
      await expect(send(counted)).rejects.toMatchObject({ code: 'conflict', facts: { count: 3 } });
      // Somebody came and went: the number is right, though it was counted before.
      await store.removeMembers('g', { userIds: ['carl'], now: 8 });
      expect(await send(counted)).toMatchObject({ figures: { targeted: 2 } });
    },
  );

  check('who is about to be sent to is described by its people', async ({ store }) => {
    await town(store);
    const audience: Audience = { kind: 'role', role: 'member' };
    await notify(store, 'ben', ['1', '2', '3', '4'], 99);
    await notify(store, 'ana', ['a', 'b', 'c', 'd', 'e'], 100);
    await notify(store, 'ada', ['f', 'g', 'h', 'i', 'j'], 100);
    await store.append({
      recipients: [{ userId: 'ben', id: 'test' }],
      content: content('t'),
      testOf: { id: 'B', title: 'B', version: 1 },
      now: 100,
    });
    await store.muteCategory('eve', { category: 'news', muted: true, now: 5 });
    await store.muteCategory('ada', { category: 'news', muted: true, now: 5 });
    await store.muteCategory('ana', { category: 'other', muted: true, now: 5 });
    const asked = { audience, category: 'news', critical: false, since: 99, online: ['ana', 'ada', 'x'] };
    const described = await store.describeAudience(asked);
    expect(described).toMatchObject({ count: 4, online: 1, muted: 1, busy: 1 });
    expect(described.examples).toContainEqual({ id: 'ana', name: 'ana', email: 'ana@belfry.test' });
    expect(
      await store.describeAudience({ ...asked, critical: true, online: null, since: 101 }),
    ).toMatchObject({
      online: null,
      muted: 0,
      busy: 0,
    });
    const crowd = Array<string>(10_001).fill('x');
    await expect(store.describeAudience({ ...asked, online: crowd })).rejects.toMatchObject({
      code: 'invalid',
    });
  });
}

/** An administrator and four members; Ana and Ben are in g, Ben and Eve in h, and somebody in both is disabled. */
async function town(store: Store): Promise<void> {
  await join(store, 'ada', 'admin');
  for (const name of ['ana', 'ben', 'carl', 'eve', 'gone']) await join(store, name);
  for (const id of ['g', 'h']) await store.createGroup({ id, key: id, name: id, createdBy: 'ada', now: 2 });
  await store.addMembers('g', { userIds: ['ana', 'ben', 'gone'], now: 3 });
  await store.addMembers('h', { userIds: ['ben', 'eve', 'gone'], now: 3 });
  await store.changeUser('gone', { disabled: true, now: 4 });
}
