import { expect } from 'vitest';
import type { Once } from '../once';
import type { Store } from '../store';
import { broadcast, type Check, content, join, once } from './given';

/** Every creation that takes a key; the ids are new each time, as callers make them. */
const CREATIONS: Readonly<Record<string, (store: Store, key: Once) => Promise<unknown>>> = {
  'a notification': (store, key) =>
    store.append({
      recipients: [{ userId: 'ana', id: newId(), calledAs: ' Ana ' }],
      content: content('T'),
      once: key,
      now: 20,
    }),
  'a draft': (store, key) =>
    store.createBroadcast({
      id: newId(),
      createdBy: 'ana',
      content: content('T', { body: 'B' }),
      audience: { kind: 'role', role: 'member' },
      once: key,
      now: 20,
    }),
  'a sending': (store, key) =>
    store.sendBroadcast('draft', { version: 1, count: 1, dueAt: null, as: null, once: key, now: 20 }),
  'a change of a draft': (store, key) =>
    store.updateBroadcast('draft', { content: { title: 'Better' }, version: 1, once: key, now: 20 }),
  'an edit that asks to be read again': (store, key) =>
    store.editBroadcast('sent', { content: {}, notifyAgain: true, once: key, now: 20 }),
  'an API key': (store, key) =>
    store.createApiKey({
      id: newId(),
      name: 'Deploys',
      hash: 'abc',
      scopes: ['notify:send'],
      createdBy: 'ana',
      once: key,
      now: 20,
    }),
};

export function keptAnswersContract(check: Check): void {
  for (const [what, create] of Object.entries(CREATIONS)) {
    check(`${what} is made once under one key, and answered as the first time`, async (given) => {
      const { store, moved } = given;
      await prepare(store);
      const first = once('k');
      const answer = await create(store, first);
      expect(first.replayed).toBe(false);
      const made = await everything(store);
      const told = moved.length;
      const again = once('k');
      expect(await store.findAnswer(again)).toEqual({ answer });
      expect(await create(store, again)).toEqual(answer);
      expect(again.replayed).toBe(true);
      expect(await everything(store)).toEqual(made);
      expect(moved).toHaveLength(told);
    });

    check(`${what} under a key that was used for another request is refused`, async ({ store }) => {
      await prepare(store);
      await CREATIONS['a notification']?.(store, once('k', { fingerprint: 'another' }));
      const before = await everything(store);
      const refusal = { code: 'unprocessable', errors: [{ path: 'Idempotency-Key' }] };
      await expect(create(store, once('k'))).rejects.toMatchObject(refusal);
      await expect(store.findAnswer(once('k'))).rejects.toMatchObject(refusal);
      expect(await everything(store)).toEqual(before);
      // Somebody else's key of the same name is another key.
      const bens = once('k', { principal: 'key:ana' });
      expect(await store.findAnswer(bens)).toBeNull();
      await create(store, bens);
      expect(await everything(store)).not.toEqual(before);
    });

    check(`${what} asked for many times at one moment is made once`, async ({ store }) => {
      await prepare(store);
      const keys = Array.from({ length: 50 }, () => once('k'));
      const answers = await Promise.all(keys.map((key) => create(store, key)));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(keys.filter(({ replayed }) => !replayed)).toHaveLength(1);
    });
  }

  check('a refused creation leaves its key free', async ({ store }) => {
    await prepare(store);
    const recipients = [{ userId: 'nobody', id: 'n' }];
    const refused = store.append({ recipients, content: content('T'), once: once('k'), now: 20 });
    await expect(refused).rejects.toMatchObject({ code: 'not_found' });
    const key = once('k');
    expect(await CREATIONS['a notification']?.(store, key)).toMatchObject({ ids: [{ recipient: ' Ana ' }] });
    expect(key.replayed).toBe(false);
  });
}

let made = 0;
const newId = () => `made ${++made}`;

async function prepare(store: Store): Promise<void> {
  await join(store, 'ana', 'admin');
  const audience = { kind: 'everyone' } as const;
  await store.createBroadcast({
    id: 'draft',
    createdBy: 'ana',
    content: content('Draft'),
    audience,
    now: 10,
  });
  await broadcast(store, { title: 'sent', createdBy: 'ana', now: 10 });
}

async function everything(store: Store) {
  return {
    feed: await store.feed('ana', { filter: 'inbox', before: null, limit: 9, now: 99 }),
    broadcasts: await store.listBroadcasts({ before: null, limit: 9 }),
    keys: await store.listApiKeys(),
  };
}
