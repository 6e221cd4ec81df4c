import { expect, test } from 'vitest';
import { openInbox } from './testing/open-inbox';

test.each([
  ['read', 'POST', '/api/notifications/n2/reading', { readAt: expect.any(String) }],
  ['unread', 'DELETE', '/api/notifications/n2/reading', { readAt: null }],
  ['archive', 'POST', '/api/notifications/n2/archiving', null],
  ['restore', 'DELETE', '/api/notifications/n2/archiving', { archivedAt: null }],
] as const)('to %s a row shows at once and is asked for as %s %s', async (did, method, path, shown) => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/');
  inbox.do[did]('n2');
  if (shown) expect(inbox.row('n2')).toMatchObject({ ...shown, waiting: true });
  else expect(inbox.ids()).toEqual(['n3', 'n1']);
  await inbox.settled();
  expect(inbox.server.asked('/n2/')).toEqual([{ path, method, body: null, keepalive: true }]);
});

test('the server’s answer takes the place of what was laid over', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.read('n2');
  await inbox.settled();
  expect(inbox.row('n2')).toMatchObject({ readAt: inbox.model.find('n2')?.readAt, seq: 4, waiting: false });
  expect(inbox.now().counts).toEqual({ unread: 2, unseen: 2 });
  expect(inbox.server.syncs()).toBe(1);
});

test('the published event before the answer changes nothing more, and neither does the answer after it', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/', 'back');
  inbox.do.read('n2');
  await inbox.settled();
  expect(inbox.now().counts.unread).toBe(2);
  inbox.tells(inbox.model.eventAfter(3));
  expect(inbox.now().counts.unread).toBe(2);
  inbox.server.answers('/n2/');
  await inbox.settled();
  expect(inbox.now().counts.unread).toBe(2);
  expect(inbox.server.syncs()).toBe(1);
});

test('an answer that is ahead stays laid over until the sync has reached it: the row never jumps back', async () => {
  const inbox = openInbox();
  await inbox.live();
  const readAt: (string | null)[] = [];
  inbox.do.read('n2');
  inbox.store.subscribe(() => readAt.push(inbox.row('n2').readAt));
  inbox.server.holds('sync');
  inbox.model.append();
  await inbox.settled();
  expect(inbox.row('n2')).toMatchObject({ seq: 2, waiting: false });
  expect(inbox.now().counts.unread).toBe(2);
  inbox.server.releases('sync');
  await inbox.settled();
  expect(inbox.row('n2').seq).toBe(5);
  expect(readAt.every((at) => at !== null)).toBe(true);
  expect(inbox.now().counts.unread).toBe(3);
});

test('a refusal puts the row back, says so on it and asks what is true', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('/n2/reading', 503);
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
  inbox.server.refuses('/n2/archiving', null, 1);
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
  inbox.server.refuses('/n2/archiving', 503, 1);
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
  inbox.do.read('n2');
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
  expect(inbox.now().status).toBe('signed-out');
  expect(inbox.row('n2').readAt).toBeNull();
});

test('two actions on one row reach the server in their order, the second after the first’s answer', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/', 'back');
  inbox.do.read('n2');
  inbox.do.unread('n2');
  await inbox.settled();
  expect(inbox.server.asked('/n2/').map(({ method }) => method)).toEqual(['POST']);
  expect(inbox.row('n2').readAt).toBeNull();
  inbox.server.answers('/n2/');
  await inbox.settled();
  expect(inbox.row('n2').readAt).toBeNull();
  inbox.server.answers('/n2/');
  await inbox.settled();
  expect(inbox.server.asked('/n2/').map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  expect(inbox.row('n2')).toMatchObject({ readAt: null, seq: 5, waiting: false });
});

test('an action goes on after the one before it on the same row has failed', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('/n2/', null, 1);
  inbox.do.read('n2');
  inbox.do.archive('n2');
  await inbox.settled();
  expect(inbox.model.find('n2')).toMatchObject({ readAt: null, archivedAt: expect.any(String) });
});

test('actions on different rows do not wait for each other', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n1/');
  inbox.do.read('n1');
  inbox.do.read('n2');
  await inbox.settled();
  expect(inbox.model.find('n2')?.readAt).not.toBeNull();
  expect(inbox.now().counts.unread).toBe(1);
});

test('an answer of another history is not waited for: the reset shows what is true', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/', 'back');
  inbox.do.read('n2');
  await inbox.settled();
  inbox.model.restore('e2', 3);
  inbox.do.refresh();
  await inbox.settled();
  inbox.server.releases('/n2/');
  await inbox.settled();
  expect(inbox.row('n2')).toMatchObject({ readAt: null, waiting: false });
  expect(inbox.now()).toMatchObject({ status: 'live', counts: { unread: 3 } });
});

test('"read all" reads at once what the person could see, and not what came since', async () => {
  const inbox = openInbox();
  await inbox.live();
  const { through } = inbox.now().views.inbox;
  inbox.tells(inbox.model.append());
  inbox.server.holds('inbox/reading');
  inbox.do.readAll('inbox', through);
  expect(inbox.row('n3').readAt).not.toBeNull();
  expect(inbox.row('n4').readAt).toBeNull();
  expect(inbox.now().counts).toEqual({ unread: 1, unseen: 1 });
  await inbox.settled();
  inbox.server.releases('inbox/reading');
  await inbox.settled();
  expect(inbox.server.asked('inbox/reading')[0]?.body).toEqual({ through: 'e1.3', filter: 'inbox' });
  expect(inbox.model.find('n4')?.readAt).toBeNull();
  expect(inbox.now()).toMatchObject({ counts: { unread: 1, unseen: 1 }, problem: null });
  expect(inbox.now().undoable).toEqual([{ operation: 'op-5', did: 'readAll', count: 3 }]);
});

test('"read all" that is refused puts everything back and says so', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('inbox/reading', 503, 1);
  inbox.do.readAll('inbox', 'e1.3');
  await inbox.settled();
  expect(inbox.now()).toMatchObject({ counts: { unread: 3 }, problem: expect.stringContaining('read') });
  expect(inbox.server.syncs()).toBe(2);
  inbox.do.read('n1');
  expect(inbox.now().problem).toBeNull();
});

test('"read all" up to something that is no cursor asks nothing', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.readAll('inbox', 'nonsense');
  await inbox.settled();
  expect(inbox.server.asked('inbox/reading')).toEqual([]);
  expect(inbox.now().counts.unread).toBe(3);
});

test('"read all" does not overtake an "unread" that was meant before it', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/');
  inbox.do.unread('n2');
  inbox.do.readAll('inbox', 'e1.3');
  await inbox.settled();
  expect(inbox.server.asked('inbox/reading')).toEqual([]);
  inbox.server.releases('/n2/');
  await inbox.settled();
  expect(inbox.model.counts().unread).toBe(0);
});

test('an "unread" that was meant after "read all" does not overtake it', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('inbox/reading');
  inbox.do.readAll('inbox', 'e1.3');
  inbox.do.unread('n2');
  await inbox.settled();
  expect(inbox.server.asked('/n2/')).toEqual([]);
  expect(inbox.now().counts.unread).toBe(1);
  inbox.server.releases('inbox/reading');
  await inbox.settled();
  expect(inbox.model.find('n2')?.readAt).toBeNull();
  expect(inbox.row('n2').readAt).toBeNull();
  expect(inbox.now().counts.unread).toBe(1);
});
