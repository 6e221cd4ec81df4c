import { expect } from 'vitest';
import { type Check, content, iso, join } from './given';

export function accountsContract(check: Check): void {
  check('a person is found by id and by address, whatever its case', async ({ store }) => {
    const made = await store.createUser({
      id: 'u1',
      email: 'Ana@Belfry.Test',
      name: 'Ana',
      role: 'sender',
      passwordHash: 'secret hash',
      now: 5,
    });
    expect(made).toEqual({
      id: 'u1',
      email: 'ana@belfry.test',
      name: 'Ana',
      role: 'sender',
      authVersion: 1,
      disabledAt: null,
      createdAt: iso(5),
    });
    expect(await store.findUser('u1')).toEqual(made);
    expect(await store.findCredentials('ana@BELFRY.test')).toEqual({
      user: made,
      passwordHash: 'secret hash',
    });
  });

  check('nobody is found under an unknown id or address', async ({ store }) => {
    await join(store, 'ana');
    expect(await store.findUser('ben')).toBeNull();
    expect(await store.findCredentials('ben@belfry.test')).toBeNull();
  });

  check('an address belongs to one person, and a refused one leaves nothing behind', async ({ store }) => {
    await join(store, 'ana');
    const twin = {
      id: 'twin',
      email: 'ANA@belfry.test',
      name: 'x',
      role: 'member',
      passwordHash: 'h',
      now: 2,
    } as const;
    await expect(store.createUser(twin)).rejects.toMatchObject({ name: 'AppError', code: 'conflict' });
    expect(await store.findUser('twin')).toBeNull();
    expect(await store.countAudience({ kind: 'everyone' })).toMatchObject({ count: 1 });
  });

  check('the first administrator is made once and only in an empty house', async ({ store }) => {
    const person = { id: 'root', email: 'root@belfry.test', name: 'Root', passwordHash: 'h', now: 1 };
    expect(await store.hasUsers()).toBe(false);
    expect(await store.createFirstAdministrator(person)).toMatchObject({ id: 'root', role: 'admin' });
    expect(await store.hasUsers()).toBe(true);
    const second = { ...person, id: 'second', email: 'second@belfry.test' };
    await expect(store.createFirstAdministrator(second)).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.findUser('second')).toBeNull();
  });

  check(
    'recipients are resolved by id and by address; strangers and disabled people are absent',
    async ({ store }) => {
      await join(store, 'ana');
      await join(store, 'ben');
      await join(store, 'carla');
      await store.changeUser('carla', { disabled: true, now: 2 });
      const asked = ['ana', 'Ben@Belfry.test', 'carla', 'carla@belfry.test', 'nobody', 'nobody@belfry.test'];
      const found = await store.resolveRecipients(asked);
      expect([...found]).toEqual([
        ['ana', 'ana'],
        ['Ben@Belfry.test', 'ben'],
      ]);
      await expect(store.resolveRecipients(Array(1_001).fill('ana'))).rejects.toMatchObject({
        code: 'invalid',
      });
    },
  );

  check('a change of role or of being disabled is kept, and counted at once', async ({ store }) => {
    await join(store, 'ana', 'member');
    expect(await store.changeUser('ana', { role: 'sender', now: 7 })).toMatchObject({ role: 'sender' });
    expect(await store.countAudience({ kind: 'role', role: 'member' })).toMatchObject({ count: 0 });
    expect(await store.countAudience({ kind: 'role', role: 'sender' })).toMatchObject({ count: 1 });
    expect(await store.changeUser('ana', { disabled: true, now: 8 })).toMatchObject({ disabledAt: iso(8) });
    expect(await store.changeUser('ana', { disabled: true, now: 9 })).toMatchObject({ disabledAt: iso(8) });
    expect(await store.countAudience({ kind: 'everyone' })).toMatchObject({ count: 0 });
    await store.changeUser('ana', { disabled: false, now: 10 });
    expect(await store.findUser('ana')).toMatchObject({ role: 'sender', disabledAt: null });
    expect(await store.countAudience({ kind: 'role', role: 'sender' })).toMatchObject({ count: 1 });
    await expect(store.changeUser('nobody', { disabled: true, now: 9 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  check(
    'what sessions are good for is told of those that live, by the rule of each request',
    async ({ store }) => {
      await join(store, 'ana', 'sender');
      await join(store, 'ben');
      for (const id of ['fresh', 'expired', 'idle', 'revoked', 'bens']) {
        const userId = id === 'bens' ? 'ben' : 'ana';
        const now = id === 'idle' ? 100 : 500;
        await store.createSession({ id, userId, now, expiresAt: id === 'expired' ? 900 : 100_000 });
      }
      await store.revokeSession('revoked', 600);
      const ask = async (now: number) => {
        const ids = ['fresh', 'expired', 'idle', 'revoked', 'bens', 'unknown'];
        return [...(await store.findStandings(ids, { now, idleAfter: 400 }))];
      };
      const ana = { authVersion: 1, role: 'sender' };
      const ben = { authVersion: 1, role: 'member' };
      expect(await ask(899)).toEqual(
        expect.arrayContaining([
          ['fresh', ana],
          ['expired', ana],
          ['bens', ben],
        ]),
      );
      expect(await ask(899)).toHaveLength(3);
      expect(await ask(900)).toHaveLength(2);
      // A use that was noted counts before it is written.
      expect(await store.findSession('idle', { now: 60_200, idleAfter: 0 })).not.toBeNull();
      await store.changeUser('ben', { disabled: true, now: 1_000 });
      await store.changeUser('ana', { role: 'member', now: 1_000 });
      expect(await ask(1_500)).toEqual(
        expect.arrayContaining([
          ['fresh', { authVersion: 1, role: 'member' }],
          ['idle', { authVersion: 1, role: 'member' }],
        ]),
      );
      expect(await ask(1_500)).toHaveLength(2);
      await expect(
        store.findStandings(Array(1_001).fill('x'), { now: 1, idleAfter: 0 }),
      ).rejects.toMatchObject({ code: 'invalid' });
    },
  );

  check('a session lives until it expires, idles or is revoked', async ({ store }) => {
    const user = await join(store, 'ana');
    const made = await store.createSession({ id: 's', userId: 'ana', now: 100, expiresAt: 1_000 });
    expect(made).toEqual({ id: 's', userId: 'ana', createdAt: iso(100), expiresAt: iso(1_000) });
    expect(await store.findSession('s', { now: 500, idleAfter: 100 })).toEqual({ session: made, user });
    expect(await store.findSession('s', { now: 999, idleAfter: 0 })).not.toBeNull();
    expect(await store.findSession('s', { now: 1_000, idleAfter: 0 })).toBeNull();
    expect(await store.findSession('s', { now: 500, idleAfter: 101 })).toBeNull();
    expect(await store.findSession('other', { now: 500, idleAfter: 0 })).toBeNull();
    expect(await store.revokeSession('s', 600)).toBe('ana');
    expect(await store.revokeSession('s', 700)).toBeNull();
    expect(await store.revokeSession('other', 700)).toBeNull();
    expect(await store.findSession('s', { now: 600, idleAfter: 0 })).toBeNull();
  });

  check('using a session keeps it from idling, recorded at most once a minute', async ({ store }) => {
    await join(store, 'ana');
    await store.createSession({ id: 's', userId: 'ana', now: 0, expiresAt: 1_000_000 });
    await store.findSession('s', { now: 59_999, idleAfter: 0 });
    expect(await store.findSession('s', { now: 59_999, idleAfter: 1 })).toBeNull();
    await store.findSession('s', { now: 60_000, idleAfter: 0 });
    expect(await store.findSession('s', { now: 60_001, idleAfter: 60_000 })).not.toBeNull();
  });

  check(
    'a disabled person has no session, not even the old one after being enabled again',
    async ({ store }) => {
      await join(store, 'ana');
      await store.createSession({ id: 's', userId: 'ana', now: 1, expiresAt: 1_000 });
      expect(await store.findSession('s', { now: 2, idleAfter: 0 })).not.toBeNull();
      await store.changeUser('ana', { disabled: true, now: 3 });
      expect(await store.findSession('s', { now: 4, idleAfter: 0 })).toBeNull();
      await store.changeUser('ana', { disabled: false, now: 5 });
      expect(await store.findSession('s', { now: 6, idleAfter: 0 })).toBeNull();
    },
  );

  check('a session shows the person as they are now, not as they were when it began', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await join(store, 'ben', 'admin');
    await store.createSession({ id: 's', userId: 'ana', now: 1, expiresAt: 1_000 });
    await store.changeUser('ana', { role: 'member', now: 2 });
    expect((await store.findSession('s', { now: 3, idleAfter: 0 }))?.user.role).toBe('member');
  });

  check('a key is found until it is revoked, and its use is recorded once a minute', async ({ store }) => {
    await join(store, 'ana', 'admin');
    const first = {
      id: 'k1',
      name: 'Deploys',
      hash: 'abc',
      scopes: ['notify:send'],
      createdBy: 'ana',
      now: 5,
    } as const;
    const key = await store.createApiKey(first);
    expect(key).toEqual({
      id: 'k1',
      name: 'Deploys',
      scopes: ['notify:send'],
      createdBy: { id: 'ana', name: 'ana' },
      createdAt: iso(5),
      lastUsedAt: null,
      revokedAt: null,
    });
    expect(await store.findApiKey('k1')).toEqual({ key, hash: 'abc' });
    for (const now of [10, 60_009, 60_010]) await store.touchApiKey('k1', now);
    expect((await store.findApiKey('k1'))?.key.lastUsedAt).toBe(iso(60_010));
    await store.touchApiKey('k1', 60_011);
    expect((await store.findApiKey('k1'))?.key.lastUsedAt).toBe(iso(60_010));
    await store.createApiKey({ ...first, id: 'k2', now: 6 });
    await store.revokeApiKey('k1', { now: 70 });
    await store.revokeApiKey('k1', { now: 80 });
    expect(await store.findApiKey('k1')).toBeNull();
    expect((await store.listApiKeys()).map(({ id, revokedAt }) => [id, revokedAt])).toEqual([
      ['k2', null],
      ['k1', iso(70)],
    ]);
    await expect(store.revokeApiKey('k9', { now: 1 })).rejects.toMatchObject({ code: 'not_found' });
  });

  check('a store says that it can be written, and has an epoch that fits a cursor', async ({ store }) => {
    await store.checkWritable();
    await store.checkWritable();
    expect(store.epoch).toMatch(/^[a-z0-9]{8,40}$/);
    await join(store, 'ana');
    await store.append({ recipients: [{ userId: 'ana', id: 'n' }], content: content('n'), now: 1 });
    expect((await store.counts('ana', 2)).cursor).toBe(`${store.epoch}.1`);
  });
}
