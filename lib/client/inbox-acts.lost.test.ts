import { expect, test } from 'vitest';
import { openInbox } from './testing/open-inbox';

test('an act whose answer was lost stays on screen, and is done once however often it is asked for', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/', 'back');
  inbox.do.archive('n2');
  await inbox.settled();
  // The server has done it, and nobody hears of it.
  expect(inbox.model.find('n2')?.archivedAt).not.toBeNull();
  inbox.server.answers('/n2/', null);
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n3', 'n1']);
  inbox.server.releases('/n2/');
  await inbox.clock.advance(1_000);
  expect(inbox.server.asked('/n2/')).toHaveLength(2);
  expect(new Set(inbox.server.keys('/n2/')).size).toBe(1);
  expect(inbox.server.done()).toHaveLength(1);
  expect(inbox.now()).toMatchObject({ problem: null, unsent: { count: 0 }, undoable: [{ did: 'archive' }] });
});

test('nor is one asked for twice that was lost on the way there', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('/n2/', null, 2);
  inbox.do.read('n2');
  await inbox.clock.advance(10_000);
  expect(inbox.server.keys('/n2/')).toHaveLength(3);
  expect(inbox.server.done()).toHaveLength(1);
  expect(inbox.row('n2')).toMatchObject({ readAt: expect.any(String), failed: null, waiting: false });
});

test('what waits for the line says so on its row, can be undone by its name, and is called archived', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('/n2/', null);
  inbox.do.read('n2');
  expect(inbox.row('n2')).toMatchObject({ waiting: true, unsent: false });
  expect(inbox.now().undoable).toEqual([]);
  await inbox.settled();
  expect(inbox.row('n2')).toMatchObject({ waiting: true, unsent: true });
  expect(inbox.now().unsent).toEqual({ count: 1, unkept: 1 });
  expect(inbox.now().undoable).toMatchObject([
    { did: 'read', title: 'Title of n2', waiting: true, operation: inbox.server.keys('/n2/')[0] },
  ]);
});

test('a "read all" whose answer was lost can be undone, exactly', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.tells(inbox.model.mark('n1', 'read')?.event ?? null);
  inbox.server.holds('inbox/reading', 'back');
  inbox.do.readAll('inbox', inbox.now().views.inbox.through);
  await inbox.settled();
  expect(inbox.model.counts().unread).toBe(0);
  inbox.do.undo();
  expect(inbox.now().counts.unread).toBe(2);
  inbox.server.answers('inbox/reading', null);
  inbox.server.releases('inbox/reading');
  await inbox.clock.advance(1_000);
  expect(inbox.model.counts().unread).toBe(2);
  expect(inbox.model.find('n1')?.readAt).not.toBeNull();
  expect(inbox.now()).toMatchObject({ counts: { unread: 2 }, problem: null, undone: 1, undoable: [] });
});

test('an undo whose answer was lost is undone once, and what was done since is not undone in its place', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.archive('n1');
  await inbox.settled();
  inbox.do.archive('n2');
  await inbox.settled();
  inbox.server.holds('/undoing', 'back');
  inbox.do.undo();
  await inbox.settled();
  inbox.server.answers('/undoing', null);
  inbox.server.releases('/undoing');
  await inbox.clock.advance(1_000);
  expect(inbox.ids()).toEqual(['n3', 'n2']);
  expect(inbox.now()).toMatchObject({ undone: 1, undoable: [{ row: 'n1' }] });
});

test('while the line is away nothing is said to have failed, and what was done last is undone without being sent', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.page.losesLine();
  inbox.link.becomes('down');
  inbox.server.refuses('/', null);
  inbox.do.archive('n1');
  inbox.do.read('n2');
  inbox.do.readAll('inbox', 'e1.3');
  await inbox.clock.advance(20_000);
  expect(inbox.now()).toMatchObject({ problem: null, counts: { unread: 0 }, unsent: { count: 3 } });
  inbox.do.undo();
  expect(inbox.now().counts.unread).toBe(1);
  inbox.do.undo();
  expect(inbox.now()).toMatchObject({ counts: { unread: 2 }, undone: 2, unsent: { count: 1 } });
  inbox.server.accepts('/');
  inbox.page.happens('online');
  inbox.link.becomes('subscribed');
  await inbox.clock.advance(3_000);
  expect(inbox.server.keys().length).toBeGreaterThan(0);
  expect(new Set(inbox.server.keys()).size).toBe(1);
  expect(inbox.server.done()).toHaveLength(1);
  expect(inbox.now()).toMatchObject({ counts: { unread: 2 }, unsent: { count: 0 } });
});

test('what every act is asked for with is its own name', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.read('n1');
  inbox.do.archive('n2');
  await inbox.settled();
  inbox.server.holds('inbox/reading', 'back');
  inbox.do.readAll('inbox', 'e1.3');
  inbox.do.undo();
  inbox.server.releases('inbox/reading');
  await inbox.settled();
  const keys = inbox.server.keys();
  expect(new Set(keys).size).toBe(4);
  for (const key of keys)
    expect(key).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  // The undone one is named by its key, before its answer was there.
  expect(inbox.server.asked('/undoing')[0]?.path).toBe(
    `/api/operations/${inbox.server.keys('inbox/reading')[0]}/undoing`,
  );
});
