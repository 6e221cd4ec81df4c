import fc from 'fast-check';
import { expect } from 'vitest';
import { ROLES, type Role } from '@/lib/inbox/audience';
import type { Store } from '../store';
import { actor, type Check, join } from './given';

const ALL = { q: null, role: null, state: null, before: null, limit: 100, now: 1_000, idleAfter: 0 } as const;

/** What administrators do with people. */
export function peopleContract(check: Check): void {
  check('people are listed newest first, page by page', async ({ store }) => {
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) await join(store, name);
    const first = await store.listPeople({ ...ALL, limit: 2 });
    expect([idsOf(first), first.next]).toEqual([['a5', 'a4'], 'a4']);
    const second = await store.listPeople({ ...ALL, limit: 2, before: first.next });
    expect([idsOf(second), second.next]).toEqual([['a3', 'a2'], 'a2']);
    const last = await store.listPeople({ ...ALL, limit: 2, before: second.next });
    expect([idsOf(last), last.next]).toEqual([['a1'], null]);
    // A page that ends with the last of all says so.
    expect((await store.listPeople({ ...ALL, limit: 5 })).next).toBeNull();
  });

  check('a page of people has at most a hundred', async ({ store }) => {
    for (let number = 100; number <= 201; number++) await join(store, `p${number}`);
    const page = await store.listPeople({ ...ALL, limit: 1_000 });
    expect([page.people.length, page.next]).toEqual([100, 'p102']);
  });

  check('people are found by part of a name or an address, whatever its case', async ({ store }) => {
    await named(store, 'a', 'Ömer Šimić', 'omer@belfry.test');
    await named(store, 'b', 'Ana Ångström', 'angstrom@belfry.test');
    await named(store, 'c', '100% of_it', 'percent@belfry.test');
    const found = async (q: string) => idsOf(await store.listPeople({ ...ALL, q }));
    expect(await found('ana')).toEqual(['b']);
    expect(await found('ÖMER')).toEqual(['a']);
    expect(await found('ömer šimić')).toEqual(['a']);
    expect(await found('ångs')).toEqual(['b']);
    expect(await found('OMER@')).toEqual(['a']);
    expect(await found('belfry.test')).toEqual(['c', 'b', 'a']);
    // What has a meaning in a pattern has none here.
    expect(await found('%')).toEqual(['c']);
    expect(await found('f_i')).toEqual(['c']);
    expect(await found('o_e')).toEqual([]);
    expect(await found("'; drop table users")).toEqual([]);
  });

  check(
    'people are found by role and by whether they are disabled, together with a search',
    async (given) => {
      const { store } = given;
      await join(store, 'ana', 'admin');
      await join(store, 'ben', 'sender');
      await join(store, 'benno', 'sender');
      await join(store, 'carla', 'member');
      await store.changeUser('benno', { disabled: true, now: 5 });
      const found = async (filter: Partial<Parameters<Store['listPeople']>[0]>) =>
        idsOf(await store.listPeople({ ...ALL, ...filter }));
      expect(await found({ role: 'sender' })).toEqual(['benno', 'ben']);
      expect(await found({ state: 'disabled' })).toEqual(['benno']);
      expect(await found({ state: 'active' })).toEqual(['carla', 'ben', 'ana']);
      expect(await found({ role: 'sender', state: 'active', q: 'BEN' })).toEqual(['ben']);
      expect(await found({ role: 'admin', state: 'disabled' })).toEqual([]);
    },
  );

  check('of each person it is said in how many places they are signed in, and when last', async (given) => {
    const { store } = given;
    await join(store, 'ana');
    await join(store, 'ben');
    for (const [id, now, expiresAt] of [
      ['live', 400, 2_000],
      ['idle', 200, 2_000],
      ['over', 500, 900],
      ['revoked', 600, 2_000],
    ] as const)
      await store.createSession({ id, userId: 'ana', now, expiresAt });
    await store.revokeSession('revoked', 700);
    const { people } = await store.listPeople({ ...ALL, idleAfter: 300 });
    expect(people).toEqual([
      expect.objectContaining({ id: 'ben', sessions: 0, lastUsedAt: null }),
      {
        id: 'ana',
        name: 'ana',
        email: 'ana@belfry.test',
        role: 'member',
        disabledAt: null,
        createdAt: new Date(1).toISOString(),
        sessions: 1,
        lastUsedAt: new Date(600).toISOString(),
      },
    ]);
  });

  check('the last administrator who can sign in is neither demoted nor disabled', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await join(store, 'ben', 'admin');
    await store.changeUser('ben', { disabled: true, now: 2 });
    for (const change of [
      { role: 'sender' },
      { disabled: true },
      { role: 'member', disabled: true },
    ] as const) {
      await expect(store.changeUser('ana', { ...change, now: 3 })).rejects.toMatchObject({
        code: 'conflict',
      });
    }
    expect(await store.findUser('ana')).toMatchObject({ role: 'admin', disabledAt: null });
    // It changes nothing, and so it is no harm.
    await store.changeUser('ana', { role: 'admin', disabled: false, now: 3 });
    await store.changeUser('ben', { disabled: false, now: 4 });
    await store.changeUser('ana', { role: 'member', now: 5 });
    await expect(store.changeUser('ben', { disabled: true, now: 6 })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  check('of two administrators who take each other out at once one stays', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await join(store, 'ben', 'admin');
    const outcomes = await Promise.allSettled([
      store.changeUser('ben', { role: 'member', by: actor('ana'), now: 2 }),
      store.changeUser('ana', { disabled: true, by: actor('ben'), now: 2 }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { people } = await store.listPeople({ ...ALL, role: 'admin', state: 'active' });
    expect(people).toHaveLength(1);
  });

  check(
    'whatever is changed in whatever order, also at once, an administrator is left',
    async ({ store }) => {
      const names = ['ana', 'ben', 'carla'] as const;
      for (const name of names) await join(store, name, name === 'ana' ? 'admin' : 'sender');
      const change = fc.record({
        name: fc.constantFrom(...names),
        role: fc.option(fc.constantFrom(...ROLES), { nil: undefined }),
        disabled: fc.option(fc.boolean(), { nil: undefined }),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
          async (rounds) => {
            for (const round of rounds) {
              const outcomes = await Promise.allSettled(
                round.map(({ name, role, disabled }) => store.changeUser(name, { role, disabled, now: 5 })),
              );
              for (const outcome of outcomes)
                if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
              const { people } = await store.listPeople({ ...ALL, role: 'admin', state: 'active' });
              expect(people.length).toBeGreaterThan(0);
            }
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  check(
    'being disabled ends all sessions, and what was signed in meanwhile is worth nothing',
    async (given) => {
      const { store } = given;
      await join(store, 'ana');
      for (const id of ['s1', 's2'])
        await store.createSession({ id, userId: 'ana', now: 1, expiresAt: 1_000 });
      const before = (await store.findUser('ana'))?.authVersion ?? 0;
      const { ended, ...user } = await store.changeUser('ana', { disabled: true, now: 3 });
      expect([[...ended].sort(), user.authVersion]).toEqual([['s1', 's2'], before + 1]);
      expect(await store.changeUser('ana', { disabled: true, now: 4 })).toMatchObject({ ended: [] });
      expect(await store.changeUser('ana', { disabled: false, now: 5 })).toMatchObject({ ended: [] });
    },
  );

  check('signing out everywhere ends what lives and raises the version, once', async ({ store }) => {
    await join(store, 'ana');
    await join(store, 'ben');
    for (const id of ['a1', 'a2']) await store.createSession({ id, userId: 'ana', now: 1, expiresAt: 1_000 });
    await store.createSession({ id: 'over', userId: 'ana', now: 1, expiresAt: 2 });
    await store.createSession({ id: 'b1', userId: 'ben', now: 1, expiresAt: 1_000 });
    const ended = await store.endSessions('ana', { by: actor('ben'), now: 5 });
    expect([...ended].sort()).toEqual(['a1', 'a2']);
    expect(await store.findSession('a1', { now: 6, idleAfter: 0 })).toBeNull();
    expect(await store.findSession('b1', { now: 6, idleAfter: 0 })).not.toBeNull();
    expect(await store.findUser('ana')).toMatchObject({ authVersion: 2 });
    expect(await store.endSessions('ana', { by: actor('ben'), now: 7 })).toEqual([]);
    expect(await store.findUser('ana')).toMatchObject({ authVersion: 2 });
    await expect(store.endSessions('nobody', { now: 8 })).rejects.toMatchObject({ code: 'not_found' });
  });
}

const idsOf = ({ people }: { people: readonly { readonly id: string }[] }) => people.map(({ id }) => id);

function named(store: Store, id: string, name: string, email: string, role: Role = 'member') {
  return store.createUser({ id, email, name, role, passwordHash: 'h', now: 1 });
}
