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
  // What puts a mark on it says which text it is about.
  const body = method === 'POST' ? { editedAt: null } : null;
  expect(inbox.server.asked('/n2/')).toEqual([{ path, method, body, keepalive: true }]);
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
  // And not a moment longer: what another window does to the row shows.
  inbox.tells(inbox.model.mark('n2', 'unread')?.event ?? null);
  expect(inbox.row('n2').readAt).toBeNull();
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

test('an act that another run of the server answers is shown as done all the while', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.model.restart('e2');
  inbox.server.holds('sync');
  const read: boolean[] = [];
  inbox.store.subscribe(() => read.push(inbox.row('n2').readAt !== null));
  inbox.do.read('n2');
  await inbox.settled();
  expect(inbox.server.waiting('sync')).toBe(1);
  inbox.server.releases('sync');
  await inbox.settled();
  expect(inbox.row('n2')).toMatchObject({ seq: 4, waiting: false });
  expect(read.length).toBeGreaterThan(2);
  expect(read.every(Boolean)).toBe(true);
});
