import { expect, test } from 'vitest';
import { modelOf, openInbox } from './testing/open-inbox';

const undos = (inbox: ReturnType<typeof openInbox>) => inbox.server.asked('/undoing');

test('an undo shows at once, and is called done only when the server has confirmed it', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.archive('n2');
  await inbox.settled();
  inbox.server.holds('/undoing');
  inbox.do.undo();
  expect(inbox.ids()).toEqual(['n3', 'n2', 'n1']);
  expect(inbox.now()).toMatchObject({ counts: { unread: 3, unseen: 3 }, undoable: [], undone: 0 });
  await inbox.settled();
  expect(inbox.now().undone).toBe(0);
  inbox.server.releases('/undoing');
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n3', 'n2', 'n1']);
  expect(inbox.row('n2')).toMatchObject({ archivedAt: null, seenAt: null, seq: 5 });
  expect(inbox.now()).toMatchObject({ counts: { unread: 3 }, undone: 1 });
});

test('a refused undo takes the row away again', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.archive('n2');
  await inbox.settled();
  inbox.server.refuses('/undoing', 500, 1);
  inbox.do.undo();
  expect(inbox.ids()).toContain('n2');
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n3', 'n1']);
  expect(inbox.now()).toMatchObject({ undone: 0, undoable: [{ did: 'archive' }] });
});

test('what another window does to the row meanwhile is not hidden by it', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.archive('n2');
  await inbox.settled();
  inbox.do.read('n3');
  await inbox.settled();
  inbox.server.holds('/undoing');
  inbox.do.undo();
  inbox.do.undo();
  expect(inbox.row('n3').readAt).toBeNull();
  expect(inbox.ids()).toContain('n2');
  // Unread and read again: this is no longer what the operation did, so it is not taken back.
  inbox.tells(inbox.model.mark('n3', 'unread')?.event ?? null);
  inbox.tells(inbox.model.mark('n3', 'read')?.event ?? null);
  expect(inbox.row('n3').readAt).not.toBeNull();
  // Restored there: it stays restored. And what it says is new.
  inbox.tells(inbox.model.mark('n2', 'restored')?.event ?? null);
  inbox.tells(inbox.model.edit('n2', 'Other words'));
  expect(inbox.row('n2')).toMatchObject({ title: 'Other words', archivedAt: null });
});

test('undoing what is not answered yet shows at once, and never flickers', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/');
  inbox.do.archive('n2');
  inbox.do.undo();
  expect(inbox.ids()).toEqual(['n3', 'n2', 'n1']);
  const shown: string[][] = [];
  inbox.store.subscribe(() => shown.push(inbox.ids()));
  inbox.server.releases('/n2/');
  await inbox.settled();
  expect(shown.length).toBeGreaterThan(2);
  expect(shown.every((ids) => ids.includes('n2'))).toBe(true);
  expect(inbox.model.find('n2')?.archivedAt).toBeNull();
  expect(inbox.now().undone).toBe(1);
});

test('nor hides what another window does after that answer', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/');
  inbox.server.holds('/undoing');
  inbox.do.archive('n2');
  inbox.do.undo();
  inbox.server.answers('/n2/');
  await inbox.settled();
  expect(inbox.ids()).toContain('n2');
  inbox.tells(inbox.model.mark('n2', 'restored')?.event ?? null);
  inbox.tells(inbox.model.mark('n2', 'archived')?.event ?? null);
  expect(inbox.ids()).not.toContain('n2');
});

test('what was not asked for yet is not asked for at all once it is undone', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/reading');
  inbox.do.read('n2');
  inbox.do.archive('n2');
  expect(inbox.ids()).not.toContain('n2');
  inbox.do.undo();
  expect(inbox.ids()).toContain('n2');
  expect(inbox.now().undone).toBe(1);
  inbox.server.releases('/n2/reading');
  await inbox.settled();
  expect(inbox.server.asked('archiving')).toEqual([]);
  expect(inbox.row('n2').readAt).not.toBeNull();
});

test('undoing "read all" shows at once on the rows that are here', async () => {
  const inbox = openInbox({
    model: modelOf(6, { fatChanges: 20, syncPage: 200, resetAfter: 500, feedPage: 4 }),
  });
  await inbox.live();
  inbox.do.readAll('inbox', 'e1.6');
  await inbox.settled();
  expect(inbox.now().counts.unread).toBe(0);
  inbox.server.holds('/undoing');
  inbox.do.undo();
  expect(inbox.row('n4').readAt).toBeNull();
  // The other two are known to the server alone.
  expect(inbox.now().counts.unread).toBeGreaterThanOrEqual(4);
  inbox.server.releases('/undoing');
  await inbox.settled();
  expect(inbox.now().counts.unread).toBe(6);
});

test('undoing a row’s archiving keeps what was done to it since', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.read('n2');
  await inbox.settled();
  const [read] = inbox.now().undoable;
  inbox.do.archive('n2');
  await inbox.settled();
  inbox.server.holds('/undoing');
  inbox.do.undo(read?.operation);
  inbox.do.open('archived');
  await inbox.settled();
  expect(inbox.row('n2')).toMatchObject({ readAt: null, archivedAt: expect.any(String) });
});

test('an act that is undone before its answer was lost is taken back, whether it was done or not', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/', 'back');
  inbox.do.archive('n2');
  inbox.do.undo();
  await inbox.settled();
  inbox.server.answers('/n2/', null);
  inbox.server.releases('/n2/');
  await inbox.clock.advance(1_000);
  expect(inbox.model.find('n2')?.archivedAt).toBeNull();
  expect(inbox.ids()).toContain('n2');
  expect(inbox.row('n2').failed).toBeNull();
  expect(undos(inbox)).toHaveLength(1);
});

test('what was done last is undone first, whichever was answered first', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n1/');
  inbox.do.archive('n1');
  inbox.do.archive('n2');
  await inbox.settled();
  inbox.server.releases('/n1/');
  await inbox.settled();
  // The second was answered first.
  expect(inbox.now().undoable.map(({ row }) => row)).toEqual(['n1', 'n2']);
  inbox.do.undo();
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n3', 'n2']);
});
