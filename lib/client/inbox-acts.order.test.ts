import { expect, test } from 'vitest';
import { openInbox } from './testing/open-inbox';

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
  inbox.server.refuses('/n2/', 500, 1);
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

test('what waits for its turn is asked for when the page is left, in its order, and outlives it', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/');
  inbox.do.read('n2');
  inbox.do.unread('n2');
  inbox.do.archive('n2');
  inbox.do.readAll('inbox', 'e1.3');
  inbox.do.archive('n1');
  const asked = () =>
    inbox.server
      .asked()
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, keepalive }) => `${method} ${path} ${keepalive}`);
  await inbox.settled();
  expect(asked()).toEqual(['POST /api/notifications/n2/reading true']);
  inbox.page.happens('left');
  // Without even a turn of the event loop: there may be none.
  expect(asked()).toEqual([
    'POST /api/notifications/n2/reading true',
    'DELETE /api/notifications/n2/reading true',
    'POST /api/notifications/n2/archiving true',
    'POST /api/inbox/reading true',
    'POST /api/notifications/n1/archiving true',
  ]);
});

test('a page that is only hidden keeps the order of turns', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/');
  inbox.do.read('n2');
  inbox.do.unread('n2');
  inbox.page.happens('hidden');
  await inbox.settled();
  expect(inbox.server.asked('/n2/')).toHaveLength(1);
});
