import { expect } from 'vitest';
import type { Store } from '../store';
import { actor, type Check, content, iso, join, once } from './given';

const DAY = 24 * 60 * 60 * 1000;

/** One-time links: into the house, and to a new password. */
export function invitationsContract(check: Check): void {
  check('an invitation is used once and makes the person it names', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await store.append({ recipients: [{ userId: 'ana', id: 'n' }], content: content('n'), now: 1 });
    const made = await invite(store, 'i1', { email: 'Ben@Belfry.test', role: 'sender' });
    expect(made).toEqual({
      id: 'i1',
      kind: 'invitation',
      email: 'ben@belfry.test',
      name: 'Ben',
      role: 'sender',
      userId: null,
      createdBy: { id: 'ana', name: 'ana' },
      createdAt: iso(10),
      expiresAt: iso(100),
    });
    expect(await store.findInvitation('hash of i1', 99)).toEqual({ invitation: made, state: 'open' });
    const { user, ended } = await accept(store, 'i1', { userId: 'ben', name: 'Benjamin' });
    expect([user, ended]).toEqual([
      {
        id: 'ben',
        email: 'ben@belfry.test',
        name: 'Benjamin',
        role: 'sender',
        authVersion: 1,
        disabledAt: null,
        createdAt: iso(50),
      },
      [],
    ]);
    expect((await store.findCredentials('ben@belfry.test'))?.passwordHash).toBe('hash of a password');
    expect((await store.feed('ben', { filter: 'inbox', before: null, limit: 10, now: 60 })).items).toEqual(
      [],
    );
    await expect(accept(store, 'i1', { userId: 'twin' })).rejects.toMatchObject({
      code: 'conflict',
      facts: { state: 'used' },
    });
    expect(await store.findUser('twin')).toBeNull();
    expect((await store.findInvitation('hash of i1', 60))?.state).toBe('used');
  });

  check('without a name of their own the person is called as they were invited', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await invite(store, 'i1', { email: 'ben@belfry.test' });
    expect((await accept(store, 'i1', { userId: 'ben' })).user).toMatchObject({
      name: 'Ben',
      role: 'member',
    });
  });

  check('of twenty who come with one link at once, one is let in', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await invite(store, 'i1', { email: 'ben@belfry.test' });
    const tries = Array.from({ length: 20 }, (_, place) => accept(store, 'i1', { userId: `ben${place}` }));
    const outcomes = await Promise.allSettled(tries);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(19);
    for (const { reason } of refused)
      expect(reason).toMatchObject({ code: 'conflict', facts: { state: 'used' } });
    const everybody = {
      q: null,
      role: null,
      state: null,
      before: null,
      limit: 100,
      now: 60,
      idleAfter: 0,
    } as const;
    expect((await store.listPeople(everybody)).people).toHaveLength(2);
  });

  check('a link is worth nothing when it has expired, was taken back, or never was', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await invite(store, 'late', { email: 'late@belfry.test' });
    await invite(store, 'back', { email: 'back@belfry.test' });
    await store.revokeInvitation('back', { now: 20 });
    await store.revokeInvitation('back', { now: 30 });
    await expect(accept(store, 'late', { userId: 'u', now: 100 })).rejects.toMatchObject({
      facts: { state: 'expired' },
    });
    await expect(accept(store, 'back', { userId: 'u' })).rejects.toMatchObject({
      facts: { state: 'revoked' },
    });
    await expect(accept(store, 'none', { userId: 'u' })).rejects.toMatchObject({ code: 'not_found' });
    expect(await store.findInvitation('hash of none', 50)).toBeNull();
    expect(await store.findUser('u')).toBeNull();
    await expect(store.revokeInvitation('none', { now: 20 })).rejects.toMatchObject({ code: 'not_found' });
    await accept(store, 'late', { userId: 'u', now: 99 });
    await expect(store.revokeInvitation('late', { now: 101 })).rejects.toMatchObject({ code: 'conflict' });
  });

  check('a new invitation takes the place of the one before to the same address', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await invite(store, 'i1', { email: 'ben@belfry.test', role: 'admin' });
    await invite(store, 'other', { email: 'benno@belfry.test' });
    await invite(store, 'i2', { email: 'BEN@belfry.test', role: 'member' });
    expect((await store.findInvitation('hash of i1', 50))?.state).toBe('revoked');
    expect(await listed(store)).toEqual(['other', 'i2']);
    expect((await accept(store, 'i2', { userId: 'ben' })).user.role).toBe('member');
  });

  check(
    'somebody whose address is here already is not invited, nor let in by a link from before',
    async (given) => {
      const { store } = given;
      await join(store, 'ana', 'admin');
      await expect(invite(store, 'i1', { email: 'ANA@belfry.test' })).rejects.toMatchObject({
        code: 'conflict',
        errors: [{ path: 'email' }],
      });
      await invite(store, 'i2', { email: 'ben@belfry.test' });
      await join(store, 'ben');
      await expect(accept(store, 'i2', { userId: 'twin' })).rejects.toMatchObject({ code: 'conflict' });
      expect(await store.findUser('twin')).toBeNull();
    },
  );

  check('the same request to invite is one invitation', async ({ store }) => {
    await join(store, 'ana', 'admin');
    const first = await invite(store, 'i1', { email: 'ben@belfry.test', once: once('k') });
    const again = once('k');
    expect(await invite(store, 'i2', { email: 'ben@belfry.test', once: again })).toEqual(first);
    expect([again.replayed, await listed(store)]).toEqual([true, ['i1']]);
    expect(JSON.stringify(first)).not.toContain('hash');
  });

  check(
    'open and expired links are listed, newest first and page by page; used ones are not',
    async (given) => {
      const { store } = given;
      await join(store, 'ana', 'admin');
      for (const id of ['i1', 'i2', 'i3', 'i4', 'i5'])
        await invite(store, id, { email: `${id}@belfry.test` });
      await accept(store, 'i2', { userId: 'u2' });
      await store.revokeInvitation('i4', { now: 60 });
      const first = await store.listInvitations({ before: null, limit: 2 });
      expect([first.invitations.map(({ id }) => id), first.next]).toEqual([['i5', 'i3'], 'i3']);
      const last = await store.listInvitations({ before: first.next, limit: 2 });
      expect([last.invitations.map(({ id }) => id), last.next]).toEqual([['i1'], null]);
    },
  );

  check('a link to a new password ends what the person is signed in with', async ({ store }) => {
    await join(store, 'ana', 'admin');
    const ben = await join(store, 'ben', 'sender');
    for (const id of ['s1', 's2']) await store.createSession({ id, userId: 'ben', now: 1, expiresAt: 1_000 });
    const made = await passwordLink(store, 'p1', 'ben');
    expect(made).toMatchObject({ kind: 'password', userId: 'ben', email: 'ben@belfry.test', name: 'ben' });
    const { user, ended } = await accept(store, 'p1', { userId: 'nobody' });
    expect(user).toEqual({ ...ben, authVersion: 2 });
    expect([...ended].sort()).toEqual(['s1', 's2']);
    expect(await store.findSession('s1', { now: 60, idleAfter: 0 })).toBeNull();
    expect((await store.findCredentials('ben@belfry.test'))?.passwordHash).toBe('hash of a password');
    expect(await store.findUser('nobody')).toBeNull();
    await expect(accept(store, 'p1', { userId: 'nobody' })).rejects.toMatchObject({
      facts: { state: 'used' },
    });
  });

  check('of links to one person’s password the newest alone is open', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await join(store, 'ben');
    await passwordLink(store, 'p1', 'ben');
    await passwordLink(store, 'p2', 'ana');
    await passwordLink(store, 'p3', 'ben');
    expect(await listed(store)).toEqual(['p3', 'p2']);
    await expect(accept(store, 'p1', { userId: 'x' })).rejects.toMatchObject({ facts: { state: 'revoked' } });
    await expect(passwordLink(store, 'p4', 'nobody')).rejects.toMatchObject({ code: 'not_found' });
  });

  check('a disabled person gets no new password, not by a link from before either', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await join(store, 'ben');
    await passwordLink(store, 'p1', 'ben');
    await store.changeUser('ben', { disabled: true, now: 20 });
    await expect(accept(store, 'p1', { userId: 'x' })).rejects.toMatchObject({ facts: { state: 'revoked' } });
    await expect(passwordLink(store, 'p2', 'ben')).rejects.toMatchObject({ code: 'conflict' });
    expect((await store.findCredentials('ben@belfry.test'))?.passwordHash).toBe('hash of ben');
  });

  check('who is an administrator no more does not come back through links made before', async (given) => {
    const { store } = given;
    await join(store, 'ana', 'admin');
    await join(store, 'ben', 'admin');
    await invite(store, 'bens', { email: 'x@belfry.test', role: 'admin', createdBy: 'ben' });
    await invite(store, 'anas', { email: 'y@belfry.test' });
    await store.changeUser('ben', { role: 'sender', now: 20 });
    expect(await listed(store)).toEqual(['anas']);
  });

  check('one-time links are known for 37 days after they were made', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await invite(store, 'i1', { email: 'ben@belfry.test' });
    expect((await store.purge({ now: 10 + 37 * DAY - 1, limit: 100 })).removed).toBe(0);
    expect((await store.purge({ now: 10 + 37 * DAY, limit: 100 })).removed).toBe(1);
    expect(await store.findInvitation('hash of i1', 50)).toBeNull();
  });
}

type Invite = Parameters<Store['invite']>[0];

function invite(store: Store, id: string, more: Pick<Invite, 'email'> & Partial<Invite>) {
  const usual = { name: 'Ben', role: 'member', createdBy: 'ana', expiresAt: 100, now: 10 } as const;
  return store.invite({ ...usual, id, hash: `hash of ${id}`, by: actor('ana'), ...more });
}

function passwordLink(store: Store, id: string, userId: string) {
  return store.makePasswordLink({
    id,
    hash: `hash of ${id}`,
    userId,
    createdBy: 'ana',
    expiresAt: 100,
    now: 10,
  });
}

type Acceptance = Parameters<Store['acceptInvitation']>[0];

function accept(store: Store, id: string, more: Pick<Acceptance, 'userId'> & Partial<Acceptance>) {
  const usual = { name: null, passwordHash: 'hash of a password', now: 50 };
  return store.acceptInvitation({ ...usual, hash: `hash of ${id}`, ...more });
}

async function listed(store: Store): Promise<readonly string[]> {
  return (await store.listInvitations({ before: null, limit: 100 })).invitations.map(({ id }) => id);
}
