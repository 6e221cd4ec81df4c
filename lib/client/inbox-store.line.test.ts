import { expect, test } from 'vitest';
import { INBOX_CHANGED, userChannel } from '@/lib/realtime/channels';
import { openInbox } from './testing/open-inbox';

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
  await inbox.clock.advance(2_000);
  expect(inbox.ids()).toContain('n5');
  expect(inbox.server.syncs()).toBe(2);
});

test('a refused connection syncs: it is all there is now', async () => {
  const inbox = openInbox();
  inbox.store.start();
  inbox.link.becomes('refused');
  await inbox.settled();
  expect(inbox.server.syncs()).toBe(1);
});

test('one that is down as well, after a wait: others have lost the server at the same moment', async () => {
  const inbox = openInbox();
  inbox.store.start();
  inbox.link.becomes('down');
  await inbox.clock.advance(1_499);
  expect(inbox.server.syncs()).toBe(0);
  await inbox.clock.advance(1);
  expect(inbox.server.syncs()).toBe(1);
});

test.each([
  ['once in 24 s while it is live and has no tips', 'subscribed', true, 24_000],
  ['twice a minute while the connection is down', 'down', true, 30_000],
  ['every 200 s while nobody looks', 'subscribed', false, 200_000],
  ['every 200 s while nobody looks, also when the connection is down', 'down', false, 200_000],
] as const)(
  'the slow timer syncs %s, and so finds the lost last event',
  async (_, state, visible, paceMs) => {
    const inbox = openInbox();
    inbox.store.start();
    inbox.link.becomes(state);
    if (state === 'down') await inbox.clock.advance(1_500);
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

test.each([
  ['nothing answers', null, [2_500, 2_500, 2_500, 2_500]],
  ['a gateway says that the server is down', 502, [2_500, 2_500, 2_500, 2_500]],
  ['the server says that it cannot', 500, [2_500, 4_000, 7_000, 13_000, 16_000, 16_000]],
] as const)('when %s, a sync is tried again after random waits', async (_, status, waits) => {
  const inbox = openInbox();
  inbox.server.refuses('sync', status);
  inbox.store.start();
  inbox.link.becomes('subscribed');
  await inbox.settled();
  for (const [n, waitMs] of waits.entries()) {
    await inbox.clock.advance(waitMs - 1);
    expect(inbox.server.syncs()).toBe(1 + n);
    await inbox.clock.advance(1);
    expect(inbox.server.syncs()).toBe(2 + n);
  }
});

test('while nobody looks it is tried again ever more rarely, whatever answers', async () => {
  const inbox = openInbox();
  inbox.page.happens('hidden');
  inbox.server.refuses('sync', null);
  inbox.store.start();
  inbox.link.becomes('subscribed');
  await inbox.clock.advance(600_000);
  expect(inbox.server.syncs()).toBeGreaterThan(20);
  expect(inbox.server.syncs()).toBeLessThan(60);
});

test.each(['connecting', 'down'] as const)(
  'a server that answers while the connection is %s hurries the connection',
  async (state) => {
    const inbox = openInbox();
    await inbox.live();
    inbox.link.becomes(state);
    expect(inbox.link.retries()).toBe(0);
    inbox.link.tells(userChannel('u1'), INBOX_CHANGED, 'nonsense');
    await inbox.clock.advance(1_500);
    expect(inbox.server.syncs()).toBe(2);
    expect(inbox.link.retries()).toBe(1);
  },
);

test('a sync that hangs while the connection is down is cut short, and the next one is 2.5 s after its beginning', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.link.becomes('down');
  inbox.server.holds('sync');
  await inbox.clock.advance(1_500);
  expect(inbox.server.waiting('sync')).toBe(1);
  await inbox.clock.advance(1_000);
  expect(inbox.server.waiting('sync')).toBe(0);
  inbox.model.append();
  inbox.server.releases('sync');
  await inbox.clock.advance(1_500);
  expect(inbox.ids()).toContain('n4');
  expect(inbox.server.mostSyncsAtOnce()).toBe(1);
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
