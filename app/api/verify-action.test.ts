import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RouteHandler } from '@/lib/server/handle';
import { call } from '@/lib/server/testing/call';
import { verifyAction, type Watched } from '@/lib/server/testing/verify-action';
import { ACTIONS, type Arranged, arrange } from './testing/inbox-actions';

/** Methods that change no inbox, and why. Every other one that changes anything must stand among the actions below. */
const CHANGES_NO_INBOX: Readonly<Record<string, string>> = {
  'POST audiences': 'says whom an audience would reach',
  'POST audiences/names': 'says who somebody is',
  'POST broadcasts': 'a draft reaches nobody',
  'DELETE broadcasts/[id]': 'what was only written has reached nobody',
  'POST broadcasts/[id]/pausing': 'keeps what has not gone out',
  'DELETE broadcasts/[id]/pausing': 'lets it go at its time, and not now',
  'POST broadcasts/[id]/redrafting': 'takes back what has not gone out',
  'DELETE broadcasts/[id]/sending': 'takes back what has not gone out',
  'POST groups': 'nobody is in it yet',
  'PATCH groups/[id]': 'who is in it stays',
  'POST broadcasts/[id]/copies': 'a draft reaches nobody',
  'POST broadcasts/[id]/stopping': 'keeps from inboxes what is not in them, and leaves it in those it is in',
  'POST keys': 'what a program may do later is no notification',
  'DELETE keys/[id]': 'what a program may not do any more takes nothing away',
  'POST audit/verification': 'looks at the log and adds an entry to it',
  'DELETE people/[id]/sessions': 'who is signed out loses nothing',
  'POST people/[id]/password-links': 'a link is no notification',
  'POST invitations': 'nobody is there yet',
  'DELETE invitations/[id]': 'nobody is there yet',
  'POST invitations/acceptance': 'makes a person, whose inbox is empty, or gives one a password',
  'POST operator/sessions': 'opens a session for a terminal',
  'DELETE operator/sessions': 'ends it',
  'POST realtime/auth': 'signs that a socket may listen',
  'POST realtime/round-trips': 'publishes to the page that asks, and stores nothing',
  'POST setup': 'makes the first person, whose inbox is empty',
  'POST auth/[...nextauth]': 'signs in and out',
};
/** Questions that change nothing of what anybody is shown: another site's page can make a browser ask any of them. */
const ONLY_READS: readonly string[] = [
  'GET audit',
  'GET audit/export',
  'GET auth/[...nextauth]',
  'GET broadcasts',
  'GET broadcasts/[id]',
  'GET broadcasts/[id]/audience',
  'GET broadcasts/[id]/progress',
  'GET broadcasts/[id]/recipients',
  'GET broadcasts/[id]/recipients.csv',
  'GET broadcasts/[id]/sending',
  'GET broadcasts/[id]/timeline',
  'GET groups',
  'GET groups/[id]',
  'GET groups/[id]/members',
  'GET groups/[id]/members.csv',
  'GET health/live',
  'GET health/ready',
  'GET inbox/stream',
  'GET inbox/sync',
  'GET invitations',
  'GET keys',
  'GET metrics',
  'GET notifications',
  'GET operations',
  'GET people',
  'GET preferences',
  'GET realtime/figures',
];
/** Addresses at which there is nothing, whatever the method. */
const NOTHING_HERE = ['', '[...unknown]'];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

let at: Arranged;
beforeEach(async () => {
  at = await arrange();
});
afterEach(() => at.house.close());

function watched(): Watched {
  return { store: at.house.store, userId: at.ana.id, now: () => at.house.clock.now };
}

async function comes(): Promise<readonly []> {
  await at.notify('new');
  return [];
}

for (const { by, does, run } of ACTIONS) {
  test(`${does}: what a window held and its events make what a fresh window is shown${by === null ? '' : ` (${by})`}`, async () => {
    await verifyAction(watched(), (publish) => run(at, publish));
  });
}

test('what was taken back long ago is purged without changing what anybody is shown', async () => {
  const recalled = ACTIONS.find(({ by }) => by === 'POST broadcasts/[id]/recall');
  await verifyAction(watched(), (publish) => recalled?.run(at, publish) ?? Promise.resolve([]));
  const { house } = at;
  const purge = async () => {
    house.clock.now += 366 * 24 * 60 * 60 * 1000;
    expect((await house.store.purge({ now: house.clock.now, limit: 1_000 })).removed).toBeGreaterThan(0);
    return [];
  };
  await verifyAction(watched(), purge, { moves: false });
});

test('a check of an action that forgets its event fails', async () => {
  const store = { ...at.house.store, pendingEvent: async () => null };
  await expect(verifyAction({ ...watched(), store }, comes)).rejects.toThrow('tells an event');
});

test('a check of an action whose event leaves a row out fails', async () => {
  const store = {
    ...at.house.store,
    pendingEvent: async (userId: string) => {
      const event = await at.house.store.pendingEvent(userId);
      return event?.changes ? { ...event, changes: event.changes.slice(1) } : event;
    },
  };
  await expect(verifyAction({ ...watched(), store }, comes)).rejects.toThrow();
});

test('every method of every route is verified, or is said to change no inbox', async () => {
  const app = fileURLToPath(new URL('..', import.meta.url));
  const found: string[] = [];
  for (const file of readdirSync(app, { recursive: true, encoding: 'utf8' })) {
    if (!/(^|\/)route\.tsx?$/.test(file)) continue;
    const route = file.replace(/^api(\/|$)/, '').replace(/(^|\/)route\.tsx?$/, '');
    if (NOTHING_HERE.includes(route)) continue;
    const module: Record<string, RouteHandler> = await import(join(app, file));
    for (const method of METHODS) {
      const handler = module[method];
      // Each route exports all methods; those it does not have say so.
      if (handler && (await isThere(handler, method))) found.push(`${method} ${route}`);
    }
  }
  const verified = new Set(ACTIONS.flatMap(({ by }) => by ?? []));
  expect(verified.size).toBeGreaterThan(9);
  expect(found.sort()).toEqual([...verified, ...Object.keys(CHANGES_NO_INBOX), ...ONLY_READS].sort());
});

async function isThere(handler: RouteHandler, method: string): Promise<boolean> {
  const params = { id: 'nothing', nextauth: ['signout'] };
  const sent = method === 'GET' ? {} : { json: {} };
  const { status } = await call(handler, { method, params, path: '/api/nothing', ...sent });
  return status !== 405;
}
