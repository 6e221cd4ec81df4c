import { expect, test } from 'vitest';
import { createInboxStore } from './inbox-store';
import { EMBEDDED, modelOf, openInbox } from './testing/open-inbox';

test('it begins with what the page holds, before anything is connected or asked', () => {
  const inbox = openInbox();
  expect(inbox.ids()).toEqual(['n3', 'n2', 'n1']);
  expect(inbox.now()).toMatchObject({
    status: 'syncing',
    syncedAt: null,
    counts: { unread: 3, unseen: 3 },
    undoable: [],
    problem: null,
  });
  expect(inbox.server.asked()).toEqual([]);
  expect(inbox.link.connects()).toBe(0);
});

test('a page without a cursor is a defect', () => {
  const { feed } = modelOf(1);
  const inbox = { ...feed('inbox', null), cursor: 'nonsense' };
  const open = openInbox();
  const lines = { connect: open.link.connect, openStream: open.stream.openStream };
  const deps = { ...lines, request: open.server.request, random: Math.random };
  const clock = { now: open.clock.now, after: open.clock.timers.after };
  const initial = { viewerId: 'u1', realtime: EMBEDDED, inbox };
  expect(() => createInboxStore(initial, { ...deps, clock, signals: open.page.signals })).toThrow('cursor');
});

test('it is live only when it is subscribed and has synced since', async () => {
  const inbox = openInbox();
  inbox.store.start();
  inbox.server.holds('sync');
  inbox.link.becomes('subscribed');
  await inbox.settled();
  expect(inbox.now().status).toBe('syncing');
  inbox.server.answers('sync');
  await inbox.settled();
  expect(inbox.now().status).toBe('live');
  expect(inbox.now().syncedAt).toBe(inbox.clock.now());
});

test('synced without a subscription is not live', async () => {
  const inbox = openInbox();
  inbox.store.start();
  inbox.do.refresh();
  await inbox.settled();
  expect(inbox.server.syncs()).toBe(1);
  expect(inbox.now().status).toBe('syncing');
});

test('a sync that was asked before a loss does not make the next subscription live', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('sync', 'back');
  inbox.do.refresh();
  await inbox.settled();
  inbox.link.becomes('connecting');
  inbox.model.append();
  inbox.link.becomes('subscribed');
  inbox.server.answers('sync');
  await inbox.settled();
  // The answer is from before the loss: what came meanwhile is still to be fetched.
  expect(inbox.ids()).not.toContain('n4');
  expect(inbox.now().status).toBe('syncing');
  await inbox.clock.advance(2_000);
  inbox.server.answers('sync');
  await inbox.settled();
  expect(inbox.now().status).toBe('live');
  expect(inbox.ids()).toContain('n4');
});

test('a connection that is down makes it stale, one that only blinks does not', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.link.becomes('connecting');
  expect(inbox.now().status).toBe('syncing');
  inbox.link.becomes('down');
  await inbox.settled();
  expect(inbox.now().status).toBe('stale');
  expect(inbox.ids()).toEqual(['n3', 'n2', 'n1']);
  inbox.link.becomes('refused');
  expect(inbox.now().status).toBe('stale');
});

test('a sync that fails takes the promise of being live back', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('sync', null);
  inbox.do.refresh();
  await inbox.settled();
  expect(inbox.now().status).toBe('syncing');
  inbox.server.accepts('sync');
  await inbox.clock.advance(3_000);
  expect(inbox.now().status).toBe('live');
});

test('an event moves rows, counts and `through`', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.tells(inbox.model.append());
  expect(inbox.ids()).toEqual(['n4', 'n3', 'n2', 'n1']);
  expect(inbox.now().counts).toEqual({ unread: 4, unseen: 4 });
  expect(inbox.now().views.inbox.through).toBe('e1.4');
});

test('whoever subscribes is told of each change until they leave', async () => {
  const inbox = openInbox();
  await inbox.live();
  const told: number[] = [];
  const leave = inbox.store.subscribe(() => told.push(inbox.now().counts.unread));
  inbox.tells(inbox.model.append());
  leave();
  inbox.tells(inbox.model.append());
  expect(told).toEqual([4]);
});

test('the snapshot is the same object until something changes', async () => {
  const inbox = openInbox();
  await inbox.live();
  const before = inbox.now();
  const event = inbox.model.append();
  inbox.tells(event);
  const after = inbox.now();
  expect(after).not.toBe(before);
  inbox.tells(event);
  expect(inbox.now()).toBe(after);
});

test('starting twice shares one connection, which the last stop ends', async () => {
  const inbox = openInbox();
  const first = inbox.store.start();
  const second = inbox.store.start();
  expect(inbox.link.connects()).toBe(1);
  first();
  first();
  expect(inbox.link.channels()).toEqual(['private-user-u1']);
  second();
  expect(inbox.link.channels()).toEqual([]);
  expect(inbox.page.listeners()).toBe(0);
  expect(inbox.clock.sleeping()).toBe(0);
});

test('it can be started again, and does not call itself live before it is', async () => {
  const inbox = openInbox();
  const stop = await inbox.live();
  stop();
  inbox.model.append();
  inbox.store.start();
  expect(inbox.now().status).toBe('syncing');
  inbox.link.becomes('subscribed');
  await inbox.settled();
  expect(inbox.now().status).toBe('live');
  expect(inbox.ids()).toEqual(['n4', 'n3', 'n2', 'n1']);
});

test('a stopped one does not call itself live', async () => {
  const inbox = openInbox();
  const stop = await inbox.live();
  stop();
  expect(inbox.now().status).toBe('syncing');
});

test('an answer that comes after the stop is taken and promises nothing', async () => {
  const inbox = openInbox();
  const stop = await inbox.live();
  inbox.server.holds('sync', 'back');
  inbox.model.append();
  inbox.do.refresh();
  await inbox.settled();
  stop();
  inbox.server.answers('sync');
  await inbox.settled();
  expect(inbox.now().status).not.toBe('live');
  expect(inbox.ids()).toContain('n4');
  expect(inbox.clock.sleeping()).toBe(0);
});

test('an answer from before a stop does not make the new start live', async () => {
  const inbox = openInbox();
  const stop = await inbox.live();
  inbox.server.holds('sync', 'back');
  inbox.do.refresh();
  await inbox.settled();
  stop();
  inbox.store.start();
  inbox.model.append();
  inbox.link.becomes('subscribed');
  await inbox.settled();
  inbox.server.answers('sync');
  await inbox.settled();
  expect(inbox.now().status).toBe('syncing');
  await inbox.clock.advance(2_000);
  inbox.server.answers('sync');
  await inbox.settled();
  expect(inbox.now().status).toBe('live');
  expect(inbox.ids()).toContain('n4');
});

test('an event that is not about the inbox changes nothing and asks for nothing', async () => {
  const inbox = openInbox();
  await inbox.live();
  // What was done before this page is asked for once.
  await inbox.clock.advance(2_000);
  const before = inbox.now();
  const asked = inbox.server.asked().length;
  inbox.link.tells('private-user-u1', 'round-trip.made', { v: 1, nonce: 'a-nonce' });
  await inbox.clock.advance(5_000);
  expect(inbox.now()).toBe(before);
  expect(inbox.server.asked()).toHaveLength(asked);
  // The same channel does carry what it listens to: one that cannot be read makes it ask.
  inbox.link.tells('private-user-u1', 'inbox.changed', { v: 1, nonce: 'a-nonce' });
  await inbox.clock.advance(5_000);
  expect(inbox.server.asked().length).toBeGreaterThan(asked);
});
