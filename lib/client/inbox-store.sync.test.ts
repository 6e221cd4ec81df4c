import { expect, test } from 'vitest';
import { BROADCASTS_CHANNEL, BROADCASTS_MOVED, INBOX_CHANGED, userChannel } from '@/lib/realtime/channels';
import { EMBEDDED, modelOf, openInbox } from './testing/open-inbox';

const MINUTE = 60_000;

test('every new subscription syncs, so nothing falls between page and connection', async () => {
  const inbox = openInbox();
  inbox.store.start();
  inbox.model.append();
  inbox.link.becomes('subscribed');
  await inbox.settled();
  expect(inbox.ids()).toContain('n4');
  inbox.model.append();
  inbox.link.becomes('connecting');
  inbox.link.becomes('subscribed');
  await inbox.settled();
  expect(inbox.ids()).toContain('n5');
  expect(inbox.server.syncs()).toBe(2);
});

test.each(['down', 'refused'] as const)(
  'a connection that is %s syncs: it is all there is now',
  async (state) => {
    const inbox = openInbox();
    inbox.store.start();
    inbox.link.becomes(state);
    await inbox.settled();
    expect(inbox.server.syncs()).toBe(1);
  },
);

test.each(['visible', 'restored', 'online'] as const)(
  'a page that is %s again syncs and hurries the connection',
  async (signal) => {
    const inbox = openInbox();
    await inbox.live();
    inbox.model.append();
    inbox.page.happens(signal);
    await inbox.settled();
    expect(inbox.ids()).toContain('n4');
    expect(inbox.server.syncs()).toBe(2);
    expect(inbox.link.retries()).toBe(1);
  },
);

test('a page that is hidden asks nothing', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.page.happens('hidden');
  await inbox.settled();
  expect(inbox.server.syncs()).toBe(1);
  expect(inbox.link.retries()).toBe(0);
});

test('a gap syncs', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.model.append();
  inbox.tells(inbox.model.append());
  expect(inbox.ids()).not.toContain('n5');
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n5', 'n4', 'n3', 'n2', 'n1']);
  expect(inbox.server.syncs()).toBe(2);
});

test('a thin event syncs', async () => {
  const inbox = openInbox({
    model: modelOf(3, { fatChanges: 0, syncPage: 200, resetAfter: 500, feedPage: 50 }),
  });
  await inbox.live();
  inbox.tells(inbox.model.append());
  await inbox.settled();
  expect(inbox.ids()).toContain('n4');
});

test('an event that cannot be read syncs, another name is nothing', async () => {
  const inbox = openInbox();
  await inbox.live();
  const channel = userChannel('u1');
  inbox.link.tells(channel, 'something.else', {});
  await inbox.settled();
  expect(inbox.server.syncs()).toBe(1);
  inbox.link.tells(channel, INBOX_CHANGED, { v: 2 });
  inbox.link.tells(channel, INBOX_CHANGED, 'nonsense');
  await inbox.settled();
  expect(inbox.server.syncs()).toBe(3);
});

test('an action that fails syncs', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('reading', 503);
  inbox.do.read('n1');
  await inbox.settled();
  expect(inbox.server.syncs()).toBe(2);
});

test('refreshing syncs and hurries the connection', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.refresh();
  await inbox.settled();
  expect(inbox.server.syncs()).toBe(2);
  expect(inbox.link.retries()).toBe(1);
});

test.each([
  ['once a minute while it is live', 'subscribed', true, MINUTE],
  ['twice a minute while the connection is down', 'down', true, MINUTE / 2],
  ['every five minutes while nobody looks', 'subscribed', false, 5 * MINUTE],
  ['every five minutes while nobody looks, also when the connection is down', 'down', false, 5 * MINUTE],
] as const)(
  'the slow timer syncs %s, and so finds the lost last event',
  async (_, state, visible, paceMs) => {
    const inbox = openInbox();
    inbox.store.start();
    inbox.link.becomes(state);
    if (!visible) inbox.page.happens('hidden');
    await inbox.settled();
    expect(inbox.server.syncs()).toBe(1);
    inbox.model.append();
    await inbox.clock.advance(paceMs - 1);
    expect(inbox.server.syncs()).toBe(1);
    await inbox.clock.advance(1);
    expect(inbox.server.syncs()).toBe(2);
    expect(inbox.ids()).toContain('n4');
    await inbox.clock.advance(paceMs);
    expect(inbox.server.syncs()).toBe(3);
  },
);

test('one sync at a time: however many triggers come during one, one more follows', async () => {
  const inbox = openInbox();
  inbox.server.holds('sync');
  inbox.store.start();
  inbox.link.becomes('subscribed');
  await inbox.settled();
  inbox.do.refresh();
  inbox.page.happens('online');
  inbox.link.tells(userChannel('u1'), INBOX_CHANGED, 'nonsense');
  await inbox.settled();
  expect(inbox.server.syncs()).toBe(1);
  inbox.server.releases('sync');
  await inbox.settled();
  expect(inbox.server.syncs()).toBe(2);
  expect(inbox.server.mostSyncsAtOnce()).toBe(1);
});

test('a long sync asks until there is no more, and only then is live', async () => {
  const limits = { fatChanges: 20, syncPage: 2, resetAfter: 500, feedPage: 50 };
  const inbox = openInbox({ model: modelOf(3, limits) });
  inbox.model.append(5);
  inbox.server.holds('sync');
  inbox.store.start();
  inbox.link.becomes('subscribed');
  for (const shown of [5, 7]) {
    await inbox.settled();
    inbox.server.answers('sync');
    await inbox.settled();
    expect(inbox.ids()).toHaveLength(shown);
    // The counts come with the last part: they are never ahead of the rows.
    expect(inbox.now()).toMatchObject({ status: 'syncing', counts: { unread: 3 } });
  }
  inbox.server.answers('sync');
  await inbox.settled();
  expect(inbox.ids()).toHaveLength(8);
  expect(inbox.now()).toMatchObject({ status: 'live', counts: { unread: 8 } });
});

test('a server that never comes to the end of its changes does not make it live', async () => {
  const limits = { fatChanges: 20, syncPage: 1, resetAfter: 500, feedPage: 50 };
  const inbox = openInbox({ model: modelOf(3, limits) });
  inbox.model.append(15);
  inbox.store.start();
  inbox.link.becomes('subscribed');
  await inbox.settled();
  expect(inbox.server.syncs()).toBe(10);
  expect(inbox.now().status).toBe('syncing');
  // It goes on after a wait.
  await inbox.clock.advance(1_000);
  expect(inbox.now()).toMatchObject({ status: 'live', counts: { unread: 18 } });
  expect(inbox.ids()).toHaveLength(18);
});

test('a failed sync is tried again after growing waits', async () => {
  const inbox = openInbox();
  inbox.server.refuses('sync', 503);
  inbox.store.start();
  inbox.link.becomes('subscribed');
  await inbox.settled();
  for (const [n, waitMs] of [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000].entries()) {
    await inbox.clock.advance(waitMs - 1);
    expect(inbox.server.syncs()).toBe(1 + n);
    await inbox.clock.advance(1);
    expect(inbox.server.syncs()).toBe(2 + n);
  }
});

test('an answer whose cursor is none is a failed sync', async () => {
  const model = modelOf(3);
  const inbox = openInbox({ model: { ...model, sync: (from) => ({ ...model.sync(from), cursor: 'none' }) } });
  inbox.store.start();
  inbox.link.becomes('subscribed');
  await inbox.settled();
  expect(inbox.now().status).toBe('syncing');
});

test('a server that answers while the connection is down hurries the connection', async () => {
  const inbox = openInbox();
  inbox.server.refuses('sync', null, 1);
  inbox.store.start();
  inbox.link.becomes('down');
  await inbox.settled();
  expect(inbox.link.retries()).toBe(0);
  await inbox.clock.advance(1_000);
  expect(inbox.server.syncs()).toBe(2);
  expect(inbox.link.retries()).toBe(1);
});

test('a restored copy of the database resets everything by itself', async () => {
  const inbox = openInbox({ model: modelOf(5) });
  await inbox.live();
  inbox.model.restore('e2', 2);
  inbox.tells(inbox.model.append());
  await inbox.settled();
  expect(inbox.ids()).toHaveLength(3);
  expect(inbox.now()).toMatchObject({ status: 'live', counts: { unread: 3 } });
  expect(inbox.now().views.inbox.through).toBe('e2.3');
});

const SERVICE = { ...EMBEDDED, embedded: false, cluster: 'eu' };

test('with a service of its own, the hint that broadcasts moved syncs after a random wait within its spread', async () => {
  const inbox = openInbox({ realtime: SERVICE, random: () => 0.75 });
  await inbox.live();
  inbox.link.tells(BROADCASTS_CHANNEL, BROADCASTS_MOVED, { v: 1, spreadMs: 8_000 });
  await inbox.clock.advance(5_999);
  expect(inbox.server.syncs()).toBe(1);
  await inbox.clock.advance(1);
  expect(inbox.server.syncs()).toBe(2);
});

test('more hints while one waits change nothing: one sync fetches what all of them are about', async () => {
  const inbox = openInbox({ realtime: SERVICE });
  await inbox.live();
  const sleeping = inbox.clock.sleeping();
  for (let n = 0; n < 50; n += 1) {
    inbox.link.tells(BROADCASTS_CHANNEL, BROADCASTS_MOVED, { v: 1, spreadMs: 8_000 });
  }
  expect(inbox.clock.sleeping()).toBe(sleeping + 1);
  await inbox.clock.advance(8_000);
  expect(inbox.server.syncs()).toBe(2);
  inbox.link.tells(BROADCASTS_CHANNEL, BROADCASTS_MOVED, { v: 1, spreadMs: 8_000 });
  await inbox.clock.advance(8_000);
  expect(inbox.server.syncs()).toBe(3);
});

test('a hint that cannot be read is nothing, and a stop forgets those that wait', async () => {
  const inbox = openInbox({ realtime: SERVICE });
  const stop = await inbox.live();
  inbox.link.tells(BROADCASTS_CHANNEL, BROADCASTS_MOVED, { v: 1 });
  inbox.link.tells(BROADCASTS_CHANNEL, 'something.else', { v: 1, spreadMs: 10 });
  await inbox.clock.advance(1_000);
  expect(inbox.server.syncs()).toBe(1);
  inbox.link.tells(BROADCASTS_CHANNEL, BROADCASTS_MOVED, { v: 1, spreadMs: 8_000 });
  stop();
  expect(inbox.clock.sleeping()).toBe(0);
});

test('with the embedded server nobody listens for broadcasts: each inbox is told of its own', async () => {
  const inbox = openInbox();
  await inbox.live();
  expect(inbox.link.channels()).toEqual(['private-user-u1']);
});

test.each(['u2', null])('a refused channel is the end when somebody else is signed in: %s', async (id) => {
  const inbox = openInbox();
  await inbox.live();
  const syncs = inbox.server.syncs();
  inbox.server.signsIn(id);
  inbox.link.becomes('refused');
  await inbox.settled();
  expect(inbox.now().status).toBe('signed-out');
  expect(inbox.server.syncs()).toBe(syncs);
});

test('a refused channel leaves the slow way when it cannot be found out who is signed in', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('/api/auth/session', null);
  inbox.link.becomes('refused');
  await inbox.settled();
  expect(inbox.now().status).toBe('stale');
  expect(inbox.server.syncs()).toBe(2);
});
