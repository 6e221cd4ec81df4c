import { expect, test } from 'vitest';
import { openInbox } from './testing/open-inbox';

const undos = (inbox: ReturnType<typeof openInbox>) => inbox.server.asked('/undoing').map(({ path }) => path);

test('what was done can be undone, the last first', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.read('n1');
  await inbox.settled();
  inbox.do.archive('n2');
  await inbox.settled();
  expect(inbox.now().undoable.map(({ did, count }) => [did, count])).toEqual([
    ['read', 1],
    ['archive', 1],
  ]);
  inbox.do.undo();
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n3', 'n2', 'n1']);
  expect(inbox.row('n1').readAt).not.toBeNull();
  inbox.do.undo();
  await inbox.settled();
  expect(inbox.row('n1').readAt).toBeNull();
  expect(inbox.now()).toMatchObject({ undoable: [], problem: null, counts: { unread: 3 } });
});

test('one operation can be undone by its name, whatever came after it', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.read('n1');
  await inbox.settled();
  const [first] = inbox.now().undoable;
  inbox.do.read('n2');
  await inbox.settled();
  inbox.do.undo(first?.operation);
  await inbox.settled();
  expect(inbox.row('n1').readAt).toBeNull();
  expect(inbox.row('n2').readAt).not.toBeNull();
  expect(inbox.now().undoable).toHaveLength(1);
});

test('an operation of elsewhere can be undone by its name', async () => {
  const inbox = openInbox();
  await inbox.live();
  const elsewhere = inbox.model.mark('n1', 'archived');
  inbox.do.undo(elsewhere?.operation ?? '');
  await inbox.settled();
  expect(inbox.ids()).toContain('n1');
});

test('nothing to undo asks nothing', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.undo();
  await inbox.settled();
  expect(undos(inbox)).toEqual([]);
});

test('an action that changed nothing leaves nothing to undo', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.unread('n1');
  await inbox.settled();
  expect(inbox.server.asked('/n1/')).toHaveLength(1);
  expect(inbox.now().undoable).toEqual([]);
});

test('at most twenty are kept, the newest', async () => {
  const inbox = openInbox();
  await inbox.live();
  for (let n = 0; n < 13; n += 1) {
    inbox.do.read('n1');
    inbox.do.unread('n1');
  }
  await inbox.settled();
  expect(inbox.now().undoable).toHaveLength(20);
  expect(inbox.now().undoable.at(-1)?.did).toBe('unread');
  expect(inbox.now().undoable.at(0)?.did).toBe('read');
});

test('an undoing that fails is said, is kept for another try and asks what is true', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.read('n1');
  await inbox.settled();
  inbox.server.refuses('/undoing', 500, 1);
  inbox.do.undo();
  await inbox.settled();
  expect(inbox.now()).toMatchObject({
    problem: expect.stringContaining('undo'),
    undoable: [{ did: 'read' }],
  });
  expect(inbox.server.syncs()).toBe(2);
  inbox.do.undo();
  await inbox.settled();
  expect(inbox.row('n1').readAt).toBeNull();
  expect(inbox.now().problem).toBeNull();
});

test('an operation that the server has forgotten cannot be tried again', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.read('n1');
  await inbox.settled();
  inbox.model.restore('e2', 4);
  inbox.do.undo();
  await inbox.settled();
  expect(inbox.now()).toMatchObject({ problem: expect.stringContaining('undo'), undoable: [] });
});

test('an undoing after the session has ended signs out', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.read('n1');
  await inbox.settled();
  inbox.server.refuses('/undoing', 401);
  inbox.do.undo();
  await inbox.settled();
  expect(inbox.now().status).toBe('signed-out');
});

test('an undo during an action undoes that action, not the one before it', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.archive('n1');
  await inbox.settled();
  inbox.server.holds('/n2/');
  inbox.do.archive('n2');
  inbox.do.undo();
  await inbox.settled();
  expect(undos(inbox)).toEqual([]);
  inbox.server.releases('/n2/');
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n3', 'n2']);
  expect(inbox.now().undoable.map(({ did }) => did)).toEqual(['archive']);
});

test('when the action that was to be undone fails, nothing else is undone in its place', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.archive('n1');
  await inbox.settled();
  inbox.server.refuses('/n2/', 500, 1);
  inbox.do.archive('n2');
  inbox.do.undo();
  await inbox.settled();
  expect(undos(inbox)).toEqual([]);
  expect(inbox.ids()).toEqual(['n3', 'n2']);
});

test('undoing twice in a hurry undoes the last two', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.archive('n1');
  await inbox.settled();
  inbox.do.archive('n2');
  await inbox.settled();
  inbox.server.holds('/undoing');
  inbox.do.undo();
  await inbox.settled();
  expect(inbox.now().undoable).toHaveLength(1);
  inbox.do.undo();
  inbox.server.releases('/undoing');
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n3', 'n2', 'n1']);
});

test('an action after an undo reaches the server after it', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.read('n1');
  await inbox.settled();
  inbox.server.holds('/undoing');
  inbox.do.undo();
  inbox.do.read('n1');
  await inbox.settled();
  inbox.server.releases('/undoing');
  await inbox.settled();
  expect(inbox.model.find('n1')?.readAt).not.toBeNull();
  expect(inbox.row('n1').readAt).not.toBeNull();
});
