import { expect, test } from 'vitest';
import { openInbox } from './testing/open-inbox';

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
  expect(inbox.now().undoable).toEqual([
    {
      operation: inbox.server.keys('inbox/reading')[0],
      did: 'readAll',
      count: 3,
      row: null,
      title: null,
      here: true,
      waiting: false,
    },
  ]);
});

test('"read all" that is refused puts everything back and says so', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('inbox/reading', 500, 1);
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

test('"read all" outlives the page', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.readAll('inbox', 'e1.3');
  expect(inbox.server.asked('inbox/reading')[0]?.keepalive).toBe(true);
});
