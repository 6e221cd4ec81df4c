import { expect } from 'vitest';
import type { Store } from '../store';
import { broadcast, type Check, join, titles } from './given';
import { crew } from './groups';

const toCrew = { kind: 'groups', groups: ['g'] } as const;
const toOthers = { kind: 'everyone', except: { groups: ['g'] } } as const;

/** Who is given what when people come into groups and leave them. */
export function groupSettlingContract(check: Check): void {
  check('whoever joins a group after the sending does not get it', async ({ store }) => {
    await crew(store);
    await store.addMembers('g', { userIds: ['ana'], now: 10 });
    await broadcast(store, { title: 'B', createdBy: 'ada', audience: toCrew });
    await store.addMembers('g', { userIds: ['ben'], now: 21 });
    expect(await titles(store, 'ben')).toEqual([]);
    expect(await titles(store, 'ana')).toEqual(['B']);
    expect(await store.figures('B')).toMatchObject({ targeted: 1, delivered: 1, pending: 0, skipped: 0 });
    await broadcast(store, { title: 'C', createdBy: 'ada', audience: toCrew, now: 30 });
    expect(await titles(store, 'ben')).toEqual(['C']);
  });

  check(
    'whoever leaves before it reached them does not get it, and is counted as skipped',
    async ({ store }) => {
      await crew(store);
      await store.addMembers('g', { userIds: ['ana', 'ben'], now: 10 });
      await broadcast(store, { title: 'B', createdBy: 'ada', audience: toCrew });
      await store.removeMembers('g', { userIds: ['ana'], now: 30 });
      expect(await store.figures('B')).toMatchObject({ targeted: 2, delivered: 0, pending: 1, skipped: 1 });
      expect(await titles(store, 'ana')).toEqual([]);
      expect(await titles(store, 'ben')).toEqual(['B']);
      // Nor by coming back.
      await store.addMembers('g', { userIds: ['ana'], now: 40 });
      expect(await titles(store, 'ana')).toEqual([]);
      expect(await store.figures('B')).toMatchObject({ targeted: 2, delivered: 1, pending: 0, skipped: 1 });
    },
  );

  check('whoever leaves keeps what had reached them, and hears of its end', async ({ store }) => {
    await crew(store);
    await store.addMembers('g', { userIds: ['ana'], now: 10 });
    await broadcast(store, { title: 'B', createdBy: 'ada', audience: toCrew });
    expect(await titles(store, 'ana')).toEqual(['B']);
    await store.removeMembers('g', { userIds: ['ana'], now: 30 });
    expect(await titles(store, 'ana')).toEqual(['B']);
    await store.recallBroadcast('B', { now: 40 });
    expect(await titles(store, 'ana')).toEqual([]);
  });

  check(
    'what is for all but a group reaches whoever belonged when it was sent and still does',
    async ({ store }) => {
      await crew(store);
      await store.addMembers('g', { userIds: ['ana'], now: 10 });
      await broadcast(store, { title: 'B', createdBy: 'ada', audience: toOthers });
      expect(await store.figures('B')).toMatchObject({ targeted: 3 });
      await store.removeMembers('g', { userIds: ['ana'], now: 30 });
      await store.addMembers('g', { userIds: ['ben'], now: 31 });
      expect([await titles(store, 'ana'), await titles(store, 'ben')]).toEqual([[], []]);
      expect(await titles(store, 'carl')).toEqual(['B']);
      expect(await store.figures('B')).toMatchObject({ delivered: 1, pending: 1, skipped: 1 });
    },
  );

  check('somebody of another group that is meant too keeps belonging', async ({ store }) => {
    await crew(store);
    await store.createGroup({ id: 'h', key: 'h', name: 'H', createdBy: 'ada', now: 5 });
    for (const id of ['g', 'h']) await store.addMembers(id, { userIds: ['ana'], now: 10 });
    const audience = { kind: 'groups', groups: ['g', 'h'] } as const;
    await broadcast(store, { title: 'B', createdBy: 'ada', audience });
    await store.removeMembers('g', { userIds: ['ana'], now: 30 });
    expect(await titles(store, 'ana')).toEqual(['B']);
    expect(await store.figures('B')).toMatchObject({ targeted: 1, delivered: 1, skipped: 0 });
  });

  check('deleting a group lets everybody leave it first, however many they are', async ({ store }) => {
    await crew(store);
    const many = Array.from({ length: 230 }, (_, n) => `p${n}`);
    for (const name of many) await join(store, name);
    await store.addMembers('g', { userIds: many.slice(0, 200), now: 10 });
    await store.addMembers('g', { userIds: many.slice(200), now: 10 });
    await broadcast(store, { title: 'B', createdBy: 'ada', audience: toCrew });
    expect(await titles(store, 'p3')).toEqual(['B']);
    await broadcast(store, { title: 'not them', createdBy: 'ada', audience: toOthers });
    await store.deleteGroup('g', { now: 30 });
    expect(await store.figures('B')).toMatchObject({ targeted: 230, delivered: 1, pending: 0, skipped: 229 });
    expect([await titles(store, 'p3'), await titles(store, 'p4')]).toEqual([['B'], []]);
    await broadcast(store, { title: 'later', createdBy: 'ada', now: 40 });
    expect(await titles(store, 'p4')).toEqual(['later']);
  });

  check('people away for long join and leave with an exact account', async ({ store }) => {
    await crew(store);
    await store.addMembers('g', { userIds: ['ana', 'ben'], now: 10 });
    await broadcast(store, { title: 'B', createdBy: 'ada', audience: toCrew });
    await broadcast(store, { title: 'all', createdBy: 'ada' });
    for (let edit = 0; edit < 450; edit += 1) {
      await store.editBroadcast('all', { content: { title: `all ${edit}` }, notifyAgain: false, now: 30 });
    }
    await store.removeMembers('g', { userIds: ['ana', 'ben'], now: 50 });
    await store.addMembers('g', { userIds: ['carl'], now: 51 });
    expect(await store.figures('B')).toMatchObject({ targeted: 2, delivered: 0, pending: 0, skipped: 2 });
    for (const name of ['ana', 'ben', 'carl']) expect(await titles(store, name)).toEqual(['all 449']);
  });

  check(
    'a list that is added while broadcasts go out gives each person what they belonged to',
    async ({ store }) => {
      await crew(store);
      const many = Array.from({ length: 120 }, (_, n) => `p${n}`);
      for (const name of many) await join(store, name);
      const sent: string[] = [];
      const adding = (async () => {
        for (let at = 0; at < many.length; at += 20) {
          await store.addMembers('g', { userIds: many.slice(at, at + 20), now: 10 + at });
        }
      })();
      for (let nth = 0; nth < 8; nth += 1) sent.push(await sendNow(store, `B${nth}`));
      await adding;
      sent.push(await sendNow(store, 'last'));
      let before = 0;
      for (const id of sent) {
        const had = (await store.figures(id))?.targeted ?? -1;
        expect(had).toBeGreaterThanOrEqual(before);
        before = had;
      }
      expect(before).toBe(120);
      for (const name of many) await titles(store, name);
      for (const id of sent) {
        const figures = await store.figures(id);
        expect(figures).toMatchObject({ delivered: figures?.targeted, pending: 0, skipped: 0 });
      }
    },
  );

  check('switching a category off or on settles first what was sent before', async ({ store }) => {
    await crew(store);
    await broadcast(store, { title: 'before', createdBy: 'ada' });
    await store.muteCategory('ana', { category: 'general', muted: true, now: 30 });
    expect(await store.figures('before')).toMatchObject({
      targeted: 4,
      delivered: 1,
      pending: 3,
      skipped: 0,
    });
    expect(await titles(store, 'ana')).toContain('before');
  });
}

/** Sends to the group, counting again when somebody has joined between counting and sending. */
async function sendNow(store: Store, id: string): Promise<string> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      await broadcast(store, {
        title: tries === 0 ? id : `${id}-${tries}`,
        createdBy: 'ada',
        audience: toCrew,
      });
      return tries === 0 ? id : `${id}-${tries}`;
    } catch (error) {
      expect(error).toMatchObject({ code: 'conflict' });
    }
  }
  throw new Error('It never came to be sent.');
}
