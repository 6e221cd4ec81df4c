import { expect } from 'vitest';
import { type Actor, type AuditEntry, NO_HASH } from '@/lib/inbox/audit';
import type { Store } from '../store';
import { type Check, iso, join, once } from './given';

const ANA: Actor = { id: 'ana', name: 'Ana', via: 'page', address: '192.0.2.1', requestId: 'r1' };
const BEN: Actor = { id: 'ben', name: 'Ben 100%', via: 'terminal', address: null, requestId: null };

export function auditContract(check: Check): void {
  check('an empty log has no entries, ends before the first and has no fault', async ({ store }) => {
    expect(await store.auditLog({ before: null, limit: 10 })).toEqual({ entries: [], next: null });
    expect(await store.auditEnd()).toEqual({ seq: 0, hash: NO_HASH, highest: 0 });
    expect(await look(store)).toEqual({ last: { seq: 0, hash: NO_HASH }, fault: null, found: null });
  });

  check('an act is one entry with who, what, and what was before and after', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await makeKey(store, 'k1', ANA, 5);
    await store.revokeApiKey('k1', { by: BEN, now: 6 });
    const { entries } = await store.auditLog({ before: null, limit: 10 });
    expect(entries).toMatchObject([
      {
        seq: 2,
        at: iso(6),
        actor: BEN,
        action: 'key.revoke',
        object: { kind: 'key', id: 'k1', name: 'Key k1' },
        before: { revokedAt: null },
        after: { revokedAt: iso(6) },
      },
      {
        seq: 1,
        at: iso(5),
        actor: ANA,
        action: 'key.create',
        before: null,
        after: { name: 'Key k1', scopes: ['notify:send'] },
        previous: NO_HASH,
      },
    ]);
    expect(entries[0]?.previous).toBe(entries[1]?.hash);
  });

  check('nothing secret of a key stands in its entry', async ({ store }) => {
    await join(store, 'ana', 'admin');
    await makeKey(store, 'k1', ANA, 5);
    const { entries } = await store.auditLog({ before: null, limit: 10 });
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toContain('the hash of k1');
  });

  check('what changes nothing, is repeated, or is refused is no entry', async ({ store }) => {
    await join(store, 'ana', 'admin');
    const first = {
      name: 'K',
      hash: 'h',
      scopes: ['notify:send'],
      createdBy: 'ana',
      by: ANA,
      now: 5,
    } as const;
    await store.createApiKey({ ...first, id: 'k1', once: once('same') });
    await store.createApiKey({ ...first, id: 'k2', once: once('same') });
    await store.revokeApiKey('k1', { by: ANA, now: 6 });
    await store.revokeApiKey('k1', { by: ANA, now: 7 });
    await expect(store.revokeApiKey('none', { by: ANA, now: 8 })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await actions(store)).toEqual(['key.create', 'key.revoke']);
  });

  check('the first administrator is an entry, and the second attempt none', async ({ store }) => {
    const person = { id: 'root', email: 'Root@belfry.test', name: 'Root', passwordHash: 'secret', now: 1 };
    await store.createFirstAdministrator({ ...person, by: { ...ANA, id: 'root', name: 'Root' } });
    await expect(store.createFirstAdministrator({ ...person, by: ANA })).rejects.toMatchObject({
      code: 'conflict',
    });
    const { entries } = await store.auditLog({ before: null, limit: 10 });
    expect(entries).toMatchObject([
      {
        action: 'person.setup',
        object: { kind: 'person', id: 'root' },
        after: { email: 'root@belfry.test', role: 'admin' },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain('secret');
  });

  check('a hundred acts at once are one chain without a gap', async ({ store }) => {
    await join(store, 'ana', 'admin');
    const names = Array.from({ length: 100 }, (_, number) => `k${number}`);
    await Promise.all(names.map((name, number) => makeKey(store, name, ANA, number)));
    const end = await store.auditEnd();
    expect(end).toMatchObject({ seq: 100, highest: 100 });
    expect(await look(store)).toEqual({ last: { seq: 100, hash: end.hash }, fault: null, found: null });
    const entries = await store.auditAfter(0, 500);
    expect(new Set(entries.map(({ object }) => object.id)).size).toBe(100);
    expect(entries.map(({ previous }) => previous)).toEqual([
      NO_HASH,
      ...entries.slice(0, -1).map(({ hash }) => hash),
    ]);
  });

  check('pages come newest first and meet without a gap; exports come oldest first', async ({ store }) => {
    await several(store);
    const seqs: number[] = [];
    let before: number | null = null;
    do {
      const page: { entries: readonly AuditEntry[]; next: string | null } = await store.auditLog({
        before,
        limit: 2,
      });
      expect(page.entries.length).toBeLessThanOrEqual(2);
      seqs.push(...page.entries.map(({ seq }) => seq));
      before = page.next === null ? null : Number(page.next);
    } while (before !== null);
    expect(seqs).toEqual([5, 4, 3, 2, 1]);
    expect((await store.auditAfter(2, 2)).map(({ seq }) => seq)).toEqual([3, 4]);
    await expect(store.auditLog({ before: null, limit: 101 })).rejects.toMatchObject({ code: 'invalid' });
    await expect(store.auditAfter(0, 501)).rejects.toMatchObject({ code: 'invalid' });
  });

  for (const [what, filter, found] of [
    ['who, by id', { actor: 'ana' }, [5, 1]],
    ['who, by part of the name', { actor: 'BEN' }, [4, 3, 2]],
    ['the whole action', { action: 'key.revoke' }, [5, 4]],
    ['what it was done to', { action: 'key' }, [5, 4, 3, 2, 1]],
    ['an action that only begins like it', { action: 'ke' }, []],
    ['a kind of object', { object: { kind: 'key', id: null } }, [5, 4, 3, 2, 1]],
    ['one object', { object: { kind: 'key', id: 'k2' } }, [4, 2]],
    ['another kind with the same id', { object: { kind: 'group', id: 'k2' } }, []],
    ['a part of its name', { q: 'key K2' }, [4, 2]],
    ['what is recorded', { q: 'notify:send' }, [3, 2, 1]],
    ['a percent sign as itself', { q: '%' }, []],
    ['a percent sign in a name', { actor: '100%' }, [4, 3, 2]],
    ['an underscore as itself', { actor: '_' }, []],
    ['a backslash as itself', { q: '\\' }, []],
    ['from a time, which is within', { from: 40 }, [5, 4]],
    ['to a time, which is not', { to: 20 }, [1]],
    ['all of them together', { actor: 'ben', action: 'key.create', from: 20, to: 31, q: 'k3' }, [3]],
  ] as const) {
    check(`entries are found by ${what}`, async ({ store }) => {
      await several(store);
      const { entries } = await store.auditLog({ ...filter, before: null, limit: 10 });
      expect(entries.map(({ seq }) => seq)).toEqual(found);
    });
  }

  check('a look goes no further than it is told, and finds the hash it is given', async ({ store }) => {
    await several(store);
    const [, second] = await store.auditAfter(0, 5);
    const start = { seq: 0, hash: NO_HASH };
    const part = await store.checkAudit({ after: start, through: 3, limit: 500, head: second?.hash ?? '' });
    expect(part).toMatchObject({ last: { seq: 3 }, fault: null, found: 2 });
    const few = await store.checkAudit({ after: part.last, through: 5, limit: 1, head: second?.hash ?? '' });
    expect(few).toMatchObject({ last: { seq: 4 }, fault: null, found: null });
    const wrong = { seq: 3, hash: start.hash };
    expect(await store.checkAudit({ after: wrong, through: 5, limit: 5, head: null })).toMatchObject({
      fault: { seq: 4, fault: 'unlinked' },
    });
  });

  check('a verification is an entry that says what came out', async ({ store }) => {
    await store.noteVerification({ by: ANA, outcome: { intact: true }, now: 9 });
    const { entries } = await store.auditLog({ before: null, limit: 10 });
    expect(entries).toMatchObject([
      { action: 'audit.verify', object: { kind: 'audit' }, after: { intact: true } },
    ]);
    expect(await look(store)).toMatchObject({ last: { seq: 1 }, fault: null });
  });

  check('a terminal gets a session of an administrator, and the log says so', async ({ store }) => {
    await join(store, 'mia', 'member');
    await join(store, 'ana', 'admin');
    await join(store, 'ben', 'admin');
    const asked = { id: 's1', address: '127.0.0.1', requestId: 'r', now: 50, expiresAt: 90 };
    const opened = await store.openTerminalSession({ ...asked, email: 'Ben@belfry.test' });
    expect(opened).toEqual({
      session: { id: 's1', userId: 'ben', createdAt: iso(50), expiresAt: iso(90) },
      administrator: { name: 'ben', email: 'ben@belfry.test', authVersion: 1 },
    });
    expect((await store.findSession('s1', { now: 60, idleAfter: 0 }))?.user.id).toBe('ben');
    expect(await store.findSession('s1', { now: 90, idleAfter: 0 })).toBeNull();
    const first = await store.openTerminalSession({ ...asked, id: 's2', email: null });
    expect(first.administrator.name).toBe('ana');
    const { entries } = await store.auditLog({ before: null, limit: 10 });
    expect(entries.map(({ actor, action }) => [actor.id, actor.via, action])).toEqual([
      ['ana', 'terminal', 'person.operate'],
      ['ben', 'terminal', 'person.operate'],
    ]);
  });

  check('a terminal gets no session of anybody else', async ({ store }) => {
    const asked = { id: 's1', address: null, requestId: null, now: 50, expiresAt: 90 };
    const refused = { code: 'not_found' };
    await expect(store.openTerminalSession({ ...asked, email: null })).rejects.toMatchObject(refused);
    await join(store, 'mia', 'member');
    await join(store, 'sam', 'sender');
    await join(store, 'ana', 'admin');
    await join(store, 'ben', 'admin');
    await store.changeUser('ana', { disabled: true, now: 2 });
    for (const name of ['mia', 'sam', 'ana', 'nobody']) {
      const opening = store.openTerminalSession({ ...asked, email: `${name}@belfry.test` });
      await expect(opening, name).rejects.toMatchObject(refused);
    }
    expect(await actions(store)).toEqual([]);
    expect((await store.openTerminalSession({ ...asked, email: null })).administrator.name).toBe('ben');
  });
}

function makeKey(store: Store, id: string, by: Actor, now: number) {
  const hash = `the hash of ${id}`;
  return store.createApiKey({
    id,
    name: `Key ${id}`,
    hash,
    scopes: ['notify:send'],
    createdBy: 'ana',
    by,
    now,
  });
}

/** Five entries: three keys made, two of them revoked. */
async function several(store: Store): Promise<void> {
  await join(store, 'ana', 'admin');
  await makeKey(store, 'k1', ANA, 10);
  await makeKey(store, 'k2', BEN, 20);
  await makeKey(store, 'k3', BEN, 30);
  await store.revokeApiKey('k2', { by: BEN, now: 40 });
  await store.revokeApiKey('k1', { by: ANA, now: 50 });
}

function look(store: Store) {
  return store.checkAudit({ after: { seq: 0, hash: NO_HASH }, through: 1_000, limit: 500, head: null });
}

async function actions(store: Store): Promise<readonly string[]> {
  return (await store.auditAfter(0, 500)).map(({ action }) => action);
}
