import { test } from 'vitest';
import type { Audience, Role } from '@/lib/inbox/audience';
import type { Actor } from '@/lib/inbox/audit';
import type { Broadcast } from '@/lib/inbox/broadcast';
import type { Content } from '@/lib/inbox/notification';
import type { Once } from '../once';
import type { Store, StoreListener, User } from '../store';

/** An empty store of the implementation under test, and all it has told its listener. */
export type Given = Readonly<{
  store: Store;
  moved: readonly Parameters<StoreListener>[0][];
  close: () => Promise<void>;
}>;
export type Make = () => Promise<Given>;
export type Check = (sentence: string, run: (given: Given) => Promise<void>) => void;

/** A test with a fresh store of its own, closed afterwards whatever happens. */
export function checker(name: string, make: Make): Check {
  return (sentence, run) => {
    test(`${name}: ${sentence}`, async () => {
      const given = await make();
      try {
        await run(given);
      } finally {
        await given.close();
      }
    });
  };
}

export function content(title: string, more: Partial<Content> = {}): Content {
  return { title, body: null, url: null, category: 'general', severity: 'info', ...more };
}

/** A request under a key of Ana's, unless told otherwise. */
export function once(key: string, { principal = 'user:ana', fingerprint = 'the same' } = {}): Once {
  return { principal, key, fingerprint, replayed: false };
}

/** A person whose id and address are their name. */
export function join(store: Store, name: string, role: Role = 'member', now = 1): Promise<User> {
  const person = { id: name, email: `${name}@belfry.test`, name, role, passwordHash: `hash of ${name}`, now };
  return store.createUser(person);
}

/** Somebody who acts from a page, for the audit log. */
export function actor(id: string, name = id): Actor {
  return { id, name, via: 'page', address: '10.0.0.7', requestId: 'r1' };
}

/** Notifies one person `titles.length` times; the ids are the titles. */
export async function notify(
  store: Store,
  userId: string,
  titles: readonly string[],
  now = 10,
): Promise<void> {
  for (const title of titles) {
    await store.append({ recipients: [{ userId, id: title }], content: content(title), now });
  }
}

/** A broadcast that has gone out; its id is its title. `createdBy` must be a person. */
export async function broadcast(
  store: Store,
  sending: { title: string; createdBy: string; audience?: Audience; now?: number },
): Promise<Broadcast> {
  const { title, createdBy, audience = { kind: 'everyone' }, now = 20 } = sending;
  await store.createBroadcast({ id: title, createdBy, content: content(title), audience, now });
  const { count } = await store.countAudience(audience);
  return store.sendBroadcast(title, { version: 1, count, dueAt: null, as: null, now });
}

/** The titles a person is shown, newest first. */
export async function titles(
  store: Store,
  userId: string,
  filter: 'inbox' | 'unread' | 'archived' = 'inbox',
) {
  const page = await store.feed(userId, { filter, before: null, limit: 100, now: 1_000 });
  return page.items.map((item) => item.title);
}

export const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
