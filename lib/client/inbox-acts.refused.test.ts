import { expect, test } from 'vitest';
import { openInbox } from './testing/open-inbox';

test('a refusal puts the row back, says so on it and asks what is true', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('/n2/reading', 500);
  inbox.do.read('n2');
  expect(inbox.now().counts.unread).toBe(2);
  await inbox.settled();
  expect(inbox.row('n2')).toMatchObject({ readAt: null, failed: 'read', waiting: false });
  expect(inbox.now()).toMatchObject({ counts: { unread: 3 }, undoable: [], problem: null });
  expect(inbox.server.syncs()).toBe(2);
});

test('what was refused can be tried again, and is forgotten when it works', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('/n2/archiving', 500, 1);
  inbox.do.archive('n2');
  await inbox.settled();
  expect(inbox.row('n2').failed).toBe('archive');
  inbox.do.retry('n2');
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n3', 'n1']);
  inbox.do.restore('n2');
  await inbox.settled();
  expect(inbox.row('n2').failed).toBeNull();
});

test('another action on the row takes the refusal’s place, and a retry of nothing asks nothing', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('/n2/archiving', 500, 1);
  inbox.do.archive('n2');
  await inbox.settled();
  inbox.do.read('n2');
  await inbox.settled();
  expect(inbox.row('n2').failed).toBeNull();
  const asked = inbox.server.asked('/n2/').length;
  inbox.do.retry('n2');
  await inbox.settled();
  expect(inbox.server.asked('/n2/')).toHaveLength(asked);
});

test('a row that is gone has nothing to try again: it leaves the screen', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.model.recall('n2');
  inbox.server.holds('sync');
  inbox.do.read('n2');
  await inbox.settled();
  expect(inbox.row('n2')).toMatchObject({ readAt: null, failed: null });
  inbox.server.releases('sync');
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n3', 'n1']);
  expect(inbox.server.syncs()).toBe(2);
});

test('an action that nobody signed in may do ends the session on screen', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('/n2/reading', 401);
  inbox.do.read('n2');
  await inbox.settled();
  expect(inbox.now()).toMatchObject({ status: 'signed-out', counts: { unread: 0 } });
  expect(inbox.ids()).toEqual([]);
});

test('what was refused stays refused while the row is not as it was wanted', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('/n2/', 500, 1);
  inbox.do.read('n2');
  await inbox.settled();
  inbox.tells(inbox.model.edit('n2', 'Other words'));
  expect(inbox.row('n2')).toMatchObject({ title: 'Other words', failed: 'read' });
  // Read in another window: then it is as it was wanted.
  inbox.tells(inbox.model.mark('n2', 'read')?.event ?? null);
  expect(inbox.row('n2').failed).toBeNull();
});

test('a later act that succeeds on the row is the end of an earlier refusal', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/reading');
  inbox.do.read('n2');
  inbox.do.archive('n2');
  inbox.server.answers('/n2/reading', 500);
  await inbox.settled();
  inbox.do.open('archived');
  await inbox.settled();
  expect(inbox.row('n2')).toMatchObject({ archivedAt: expect.any(String), readAt: null, failed: null });
});
