import { expect, test } from 'vitest';
import { openInbox } from './testing/open-inbox';

test('signed out, it says so, lets everything go and asks nothing any more', async () => {
  const inbox = openInbox();
  const stop = await inbox.live();
  inbox.server.refuses('sync', 401);
  inbox.do.refresh();
  await inbox.settled();
  expect(inbox.now().status).toBe('signed-out');
  expect(inbox.link.channels()).toEqual([]);
  expect(inbox.link.signOuts()).toBe(1);
  expect(inbox.clock.sleeping()).toBe(0);

  const asked = inbox.server.asked().length;
  inbox.do.refresh();
  inbox.do.open('archived');
  inbox.do.loadOlder('inbox');
  inbox.do.view(['n1']);
  await inbox.clock.advance(600_000);
  stop();
  inbox.store.start();
  await inbox.clock.advance(600_000);
  expect(inbox.server.asked()).toHaveLength(asked);
  expect(inbox.now().views.archived.state).toBe('absent');
  expect(inbox.now().status).toBe('signed-out');
});

test('told that a session of this person has ended, it asks whether that was its own', async () => {
  const inbox = openInbox();
  await inbox.live();
  const syncs = inbox.server.syncs();
  inbox.link.tells('private-user-u1', 'session.ended', { v: 1, asOf: 1 });
  await inbox.settled();
  expect(inbox.server.syncs()).toBe(syncs + 1);
  expect(inbox.now().status).toBe('live');
  inbox.server.refuses('sync', 401);
  inbox.link.tells('private-user-u1', 'session.ended', { v: 1, asOf: 2 });
  await inbox.settled();
  expect(inbox.now().status).toBe('signed-out');
});

test('the connection’s word that nobody is signed in is enough', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.link.becomes('signed-out');
  expect(inbox.now().status).toBe('signed-out');
  expect(inbox.link.channels()).toEqual([]);
});

test('what was scrolled past when it was signed out is not sent', async () => {
  const inbox = openInbox();
  const stop = await inbox.live();
  inbox.do.view(['n1']);
  inbox.link.becomes('signed-out');
  await inbox.clock.advance(1_000);
  stop();
  await inbox.settled();
  expect(inbox.server.asked('viewing')).toEqual([]);
});

test('signed out, nothing of the inbox is shown or kept any more', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.open('unread');
  inbox.do.archive('n1');
  await inbox.settled();
  expect(inbox.now().undoable).toHaveLength(1);
  inbox.link.becomes('signed-out');
  const nothing = { rows: [], state: 'absent', more: false, everLoaded: true };
  expect(inbox.now()).toMatchObject({
    counts: { unread: 0, unseen: 0 },
    views: { inbox: nothing, unread: nothing, archived: nothing },
    undoable: [],
    problem: null,
  });
});

test('what was on its way when the session ended is not shown', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('', 'back');
  inbox.do.read('n2');
  inbox.do.open('unread');
  inbox.do.refresh();
  await inbox.settled();
  inbox.link.becomes('signed-out');
  inbox.server.releases('');
  await inbox.settled();
  expect(inbox.now()).toMatchObject({ counts: { unread: 0 }, undoable: [], status: 'signed-out' });
  for (const filter of ['inbox', 'unread', 'archived'] as const) expect(inbox.ids(filter)).toEqual([]);
});
