import { expect } from 'vitest';
import type { Store } from '../store';
import { actor, type Check, content, iso, join, once } from './given';

/** What groups there are, who is in them, and what is recorded of it. */
export function groupsContract(check: Check): void {
  check('a group is found by its id and its key, and says how many it would reach', async ({ store }) => {
    const made = await crew(store);
    expect(made).toEqual({ id: 'g', key: 'crew', name: 'Crew', people: 0, createdAt: iso(5) });
    await store.addMembers('g', { userIds: ['ana', 'ben', 'ana'], now: 6 });
    await store.changeUser('ben', { disabled: true, now: 7 });
    const found = await store.findGroups(['crew', 'g', 'nothing', 'Crew']);
    expect([...found]).toEqual([
      ['crew', { ...made, people: 1 }],
      ['g', { ...made, people: 1 }],
    ]);
    await expect(store.findGroups(Array(51).fill('g'))).rejects.toMatchObject({ code: 'invalid' });
  });

  check('the same request for a group makes one', async ({ store }) => {
    await people(store);
    const asked = { id: 'g', key: 'crew', name: 'Crew', createdBy: 'ada', now: 5 };
    const first = await store.createGroup({ ...asked, once: once('k') });
    const again = once('k');
    expect(await store.createGroup({ ...asked, id: 'other', once: again })).toEqual(first);
    expect(again.replayed).toBe(true);
  });

  check('a key and a name, whatever its case, belong to one group', async ({ store }) => {
    await crew(store);
    const twin = { id: 't', key: 'other', name: 'CREW', createdBy: 'ada', now: 6 };
    await expect(store.createGroup(twin)).rejects.toMatchObject({
      code: 'conflict',
      errors: [{ path: 'name' }],
    });
    await store.createGroup({ ...twin, name: 'Other' });
    await expect(store.renameGroup('t', { key: 'crew', now: 7 })).rejects.toMatchObject({
      code: 'conflict',
      errors: [{ path: 'key' }],
    });
    expect(await store.renameGroup('t', { name: 'Another', now: 8 })).toMatchObject({
      key: 'other',
      name: 'Another',
    });
    // Its own name in other letters is no clash with itself.
    expect(await store.renameGroup('t', { name: 'ANOTHER', now: 9 })).toMatchObject({ name: 'ANOTHER' });
    await expect(store.renameGroup('nothing', { name: 'X', now: 9 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  check('groups are listed by name, page by page, and found by a part of name or key', async ({ store }) => {
    await people(store);
    for (const [key, name] of [
      ['b', 'beta'],
      ['a', 'Alpha'],
      ['c', 'Gamma x'],
    ] as const)
      await store.createGroup({ id: `id-${key}`, key, name, createdBy: 'ada', now: 1 });
    const first = await store.listGroups({ q: null, before: null, limit: 2 });
    expect(first.groups.map(({ name }) => name)).toEqual(['Alpha', 'beta']);
    const second = await store.listGroups({ q: null, before: first.next, limit: 2 });
    expect([second.groups.map(({ name }) => name), second.next]).toEqual([['Gamma x'], null]);
    const found = async (q: string) =>
      (await store.listGroups({ q, before: null, limit: 9 })).groups.map(({ key }) => key);
    expect(await found('ET')).toEqual(['b']);
    expect(await found('%')).toEqual([]);
    await expect(store.listGroups({ q: null, before: null, limit: 101 })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  check('members have the date since when, and are found by a part of name or address', async ({ store }) => {
    await crew(store);
    await store.addMembers('g', { userIds: ['ben'], now: 10 });
    await store.addMembers('g', { userIds: ['ana', 'ben'], now: 20 });
    await store.changeUser('ben', { disabled: true, now: 30 });
    const page = { q: null, before: null, limit: 10 };
    const [ana, ben] = (await store.groupMembers('g', page)).members;
    expect(ana).toEqual({
      id: 'ana',
      name: 'ana',
      email: 'ana@belfry.test',
      since: iso(20),
      disabled: false,
    });
    expect(ben).toMatchObject({ id: 'ben', since: iso(10), disabled: true });
    const first = await store.groupMembers('g', { ...page, limit: 1 });
    expect([first.members.map(({ id }) => id), first.next]).toEqual([['ana'], 'ana']);
    expect(await store.groupMembers('g', { ...page, before: 'ana' })).toMatchObject({
      members: [{ id: 'ben' }],
      next: null,
    });
    expect((await store.groupMembers('g', { ...page, q: 'BEN@' })).members).toHaveLength(1);
    expect((await store.groupMembers('g', { ...page, q: '_' })).members).toEqual([]);
    await expect(store.groupMembers('nothing', page)).rejects.toMatchObject({ code: 'not_found' });
  });

  check('whoever is asked about is said to be disabled, a member, or absent', async ({ store }) => {
    await crew(store);
    await store.addMembers('g', { userIds: ['ana'], now: 10 });
    await store.changeUser('ben', { disabled: true, now: 11 });
    const asked = ['ANA@belfry.test', 'ben', 'carl@belfry.test', 'nobody'];
    expect([...(await store.findCandidates('g', asked))]).toEqual([
      ['ANA@belfry.test', { userId: 'ana', disabled: false, member: true }],
      ['ben', { userId: 'ben', disabled: true, member: false }],
      ['carl@belfry.test', { userId: 'carl', disabled: false, member: false }],
    ]);
    await expect(store.findCandidates('g', Array(1_001).fill('x'))).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  check('adding and taking out say how many it was, and nothing twice', async ({ store }) => {
    await crew(store);
    const both = { userIds: ['ana', 'ben'], now: 10 };
    expect(await store.addMembers('g', both)).toEqual({ added: 2 });
    expect(await store.addMembers('g', both)).toEqual({ added: 0 });
    expect(await store.removeMembers('g', { userIds: ['ana', 'carl', 'nobody'], now: 11 })).toEqual({
      removed: 1,
    });
    expect(await store.removeMembers('g', { userIds: ['ana'], now: 12 })).toEqual({ removed: 0 });
    expect((await store.findGroups(['g'])).get('g')?.people).toBe(1);
    for (const refused of [
      () => store.addMembers('g', { userIds: ['carl', 'nobody'], now: 13 }),
      () => store.addMembers('nothing', both),
      () => store.removeMembers('nothing', both),
    ])
      await expect(refused()).rejects.toMatchObject({ code: 'not_found' });
    const many = { userIds: Array.from({ length: 201 }, (_, n) => `u${n}`), now: 14 };
    await expect(store.addMembers('g', many)).rejects.toMatchObject({ code: 'invalid' });
    await expect(store.removeMembers('g', many)).rejects.toMatchObject({ code: 'invalid' });
    expect((await store.groupMembers('g', { q: null, before: null, limit: 9 })).members).toHaveLength(1);
  });

  check('a group that a broadcast is about to reach is not deleted, and says which', async ({ store }) => {
    await crew(store);
    await store.addMembers('g', { userIds: ['ana'], now: 9 });
    const draft = { createdBy: 'ada', content: content('Soon'), now: 10 };
    await store.createBroadcast({ ...draft, id: 'b', audience: { kind: 'groups', groups: ['x', 'g'] } });
    const refused = { code: 'conflict', facts: { broadcast: 'b', broadcasts: 1 } };
    await expect(store.deleteGroup('g', { now: 11 })).rejects.toMatchObject(refused);
    await expect(store.deleteGroup('g', { now: 11 })).rejects.toThrow('“Soon”');
    await store.createBroadcast({
      ...draft,
      id: 'except',
      audience: { kind: 'everyone', except: { groups: ['g'] } },
    });
    await store.sendBroadcast('b', { version: 1, count: 1, dueAt: 90, as: 'held', now: 12 });
    await expect(store.deleteGroup('g', { now: 13 })).rejects.toMatchObject({ facts: { broadcasts: 2 } });
    // A person of this name is no group.
    await store.createBroadcast({ ...draft, id: 'person', audience: { kind: 'people', people: ['g'] } });
    await store.releaseDue({ now: 95, limit: 9 });
    const except = { facts: { broadcast: 'except', broadcasts: 1 } };
    await expect(store.deleteGroup('g', { now: 96 })).rejects.toMatchObject(except);
    await store.updateBroadcast('except', { audience: { kind: 'everyone' }, now: 97 });
    expect((await store.deletedGroups(['g'])).size).toBe(0);
    await store.deleteGroup('g', { by: actor('ada'), now: 98 });
    expect([...(await store.deletedGroups(['nothing', 'g', 'b']))]).toEqual([['g', 'Crew']]);
    expect((await store.findGroups(['g'])).size).toBe(0);
    await expect(store.deleteGroup('g', { now: 99 })).rejects.toMatchObject({ code: 'not_found' });
  });

  check('what people do not want is kept, in the order of the alphabet', async ({ store }) => {
    await people(store);
    for (const category of ['news', 'deploys', 'news'])
      await store.muteCategory('ana', { category, muted: true, now: 5 });
    expect(await store.mutedCategories('ana')).toEqual(['deploys', 'news']);
    expect(await store.mutedCategories('ben')).toEqual([]);
    await store.muteCategory('ana', { category: 'news', muted: false, now: 6 });
    await store.muteCategory('ana', { category: 'never', muted: false, now: 6 });
    expect(await store.mutedCategories('ana')).toEqual(['deploys']);
    await expect(store.muteCategory('nobody', { category: 'x', muted: true, now: 7 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  check('nobody switches off more categories than there are', async ({ store }) => {
    await people(store);
    for (let n = 0; n < 200; n += 1)
      await store.muteCategory('ana', { category: `c${n}`, muted: true, now: 5 });
    const further = store.muteCategory('ana', { category: 'further', muted: true, now: 6 });
    await expect(further).rejects.toMatchObject({ code: 'conflict' });
    await store.muteCategory('ana', { category: 'c7', muted: true, now: 6 });
    expect(await store.mutedCategories('ana')).toHaveLength(200);
  });

  check('the categories in use are those of what went out, the newest first', async ({ store }) => {
    await people(store);
    for (const [id, category] of [
      ['one', 'news'],
      ['two', 'deploys'],
      ['three', 'news'],
      ['draft', 'secret-plans'],
    ] as const) {
      const audience = { kind: 'everyone' } as const;
      await store.createBroadcast({
        id,
        createdBy: 'ada',
        content: content(id, { category }),
        audience,
        now: 1,
      });
      if (id === 'draft') continue;
      const now = { one: 10, two: 20, three: 30 }[id];
      await store.sendBroadcast(id, { version: 1, count: 4, dueAt: null, as: null, now });
    }
    expect(await store.categories()).toEqual(['news', 'deploys']);
  });
}

export async function people(store: Store): Promise<void> {
  await join(store, 'ada', 'admin');
  for (const name of ['ana', 'ben', 'carl']) await join(store, name);
}

/** The people, and an empty group `g`. */
export async function crew(store: Store) {
  await people(store);
  return store.createGroup({ id: 'g', key: 'crew', name: 'Crew', createdBy: 'ada', now: 5 });
}
