import { expect, test } from 'vitest';
import { INBOX_CHANGED, userChannel } from '@/lib/realtime/channels';
import { modelOf, openInbox } from './testing/open-inbox';

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
  inbox.server.refuses('reading', 500);
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
  await inbox.clock.advance(3_000);
  expect(inbox.now()).toMatchObject({ status: 'live', counts: { unread: 18 } });
  expect(inbox.ids()).toHaveLength(18);
});

test('an answer whose cursor is none is a failed sync', async () => {
  const model = modelOf(3);
  const inbox = openInbox({ model: { ...model, sync: (from) => ({ ...model.sync(from), cursor: 'none' }) } });
  inbox.store.start();
  inbox.link.becomes('subscribed');
  await inbox.settled();
  expect(inbox.now().status).toBe('syncing');
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

test('a restart of the server keeps everything that is loaded, and brings what came meanwhile', async () => {
  const inbox = openInbox({ model: modelOf(5) });
  await inbox.live();
  inbox.do.open('unread');
  await inbox.settled();
  const { generation } = inbox.now().views.inbox;
  inbox.model.restart('e2');
  inbox.model.append();
  inbox.tells(inbox.model.append());
  await inbox.settled();
  expect([inbox.ids().length, inbox.ids('unread').length]).toEqual([7, 7]);
  expect(inbox.now()).toMatchObject({ status: 'live', counts: { unread: 7 } });
  expect(inbox.now().views.inbox).toMatchObject({ through: 'e2.7', generation });
});

test('a restart in the middle of a long sync is not called live before everything was asked for', async () => {
  const limits = { fatChanges: 20, syncPage: 2, resetAfter: 500, feedPage: 50 };
  const inbox = openInbox({ model: modelOf(3, limits) });
  inbox.model.append(5);
  inbox.server.holds('sync');
  inbox.store.start();
  inbox.link.becomes('subscribed');
  await inbox.settled();
  inbox.server.answers('sync');
  await inbox.settled();
  inbox.model.restart('e2');
  for (const from of ['e1.5', null]) {
    const asked = inbox.server.asked('sync').at(-1)?.path ?? '';
    expect(new URLSearchParams(asked.split('?')[1]).get('cursor')).toBe(from);
    expect(inbox.now().status).toBe('syncing');
    inbox.server.answers('sync');
    await inbox.settled();
  }
  expect(inbox.now()).toMatchObject({ status: 'live', counts: { unread: 8 } });
  expect(inbox.ids()).toHaveLength(8);
});
