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

test('"read all" outlives the page', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.readAll('inbox', 'e1.3');
  expect(inbox.server.asked('inbox/reading')[0]?.keepalive).toBe(true);
});

test('the problem of a "read all" whose answer was lost goes when the next sync shows that it was done', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('inbox/reading', 'back');
  inbox.server.holds('sync');
  inbox.do.readAll('inbox', 'e1.3');
  await inbox.settled();
  inbox.server.answers('inbox/reading', null);
  await inbox.settled();
  expect(inbox.now()).toMatchObject({ problem: expect.stringContaining('read'), counts: { unread: 3 } });
  inbox.server.releases('sync');
  await inbox.settled();
  expect(inbox.now()).toMatchObject({ problem: null, counts: { unread: 0 } });
});

test('and stays while something of it is unread', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('inbox/reading', 503, 1);
  inbox.do.readAll('inbox', 'e1.3');
  await inbox.settled();
  inbox.tells(inbox.model.mark('n1', 'read')?.event ?? null);
  inbox.tells(inbox.model.mark('n2', 'read')?.event ?? null);
  expect(inbox.now().problem).toContain('read');
  inbox.tells(inbox.model.mark('n3', 'read')?.event ?? null);
  expect(inbox.now().problem).toBeNull();
});
