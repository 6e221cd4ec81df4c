import { expect, test } from 'vitest';
import { modelOf, openInbox } from './testing/open-inbox';

test('a row that did not change is the same object, so that only what changed is drawn', async () => {
  const inbox = openInbox();
  await inbox.live();
  const before = inbox.now().views.inbox.rows;
  inbox.tells(inbox.model.mark('n2', 'read')?.event ?? null);
  const after = inbox.now().views.inbox.rows;
  expect(after[0]).toBe(before[0]);
  expect(after[2]).toBe(before[2]);
  expect(after[1]).not.toBe(before[1]);
  expect(after[1]?.readAt).not.toBeNull();
});

test('a row is one object in all the views that show it, and stays it', async () => {
  const inbox = openInbox();
  await inbox.live();
  const before = inbox.now().views.inbox.rows;
  inbox.do.open('unread');
  await inbox.settled();
  expect(inbox.now().views.unread.rows).toHaveLength(3);
  inbox.tells(inbox.model.append());
  const { views } = inbox.now();
  expect(views.inbox.rows.slice(1).every((row, n) => row === before[n])).toBe(true);
  expect(views.unread.rows.every((row, n) => row === views.inbox.rows[n])).toBe(true);
});

test('two snapshots of new rows in two views are the same objects', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.open('unread');
  await inbox.settled();
  inbox.tells(inbox.model.append());
  const first = inbox.now().views.inbox.rows[0];
  inbox.tells(inbox.model.append());
  expect(inbox.now().views.inbox.rows[1]).toBe(first);
});

test('a text of another history is shown, though the row has the same number and the same marks', async () => {
  const inbox = openInbox({ model: modelOf(3) });
  inbox.model.edit('n1', 'As it was');
  inbox.do.refresh();
  await inbox.live();
  expect(inbox.row('n1').title).toBe('As it was');
  inbox.model.restore('e2', 3);
  inbox.model.edit('n1', 'As it is now');
  inbox.do.refresh();
  await inbox.settled();
  expect(inbox.row('n1')).toMatchObject({ title: 'As it is now', seq: 4 });
});

test('rows stand newest first, each once', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.tells(inbox.model.append(3));
  inbox.tells(inbox.model.mark('n1', 'archived')?.event ?? null);
  inbox.tells(inbox.model.mark('n1', 'restored')?.event ?? null);
  expect(inbox.ids()).toEqual(['n6', 'n5', 'n4', 'n3', 'n2', 'n1']);
});

test('only the row that an action is on waits', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('/n2/');
  inbox.do.read('n2');
  expect(inbox.now().views.inbox.rows.map(({ waiting }) => waiting)).toEqual([false, true, false]);
});

test('what was taken back is known with its reason, and the same object while nothing else is', async () => {
  const inbox = openInbox();
  await inbox.live();
  expect([...inbox.now().removed]).toEqual([]);
  inbox.tells(inbox.model.recall('n2'));
  const { removed, counts, views } = inbox.now();
  expect([...removed]).toEqual([['n2', 'recalled']]);
  expect(counts.unread).toBe(2);
  expect(views.inbox.rows.map(({ id }) => id)).toEqual(['n3', 'n1']);
  inbox.tells(inbox.model.append());
  expect(inbox.now().removed).toBe(removed);
});

test('why a row is gone is as the server says', async () => {
  const inbox = openInbox();
  await inbox.live();
  const { epoch } = inbox.model.history();
  const changes = [{ seq: 4, id: 'n2', removed: true, reason: 'expired' }] as const;
  inbox.tells({ v: 1, epoch, from: 3, seq: 4, counts: { unread: 2, unseen: 2 }, changes });
  expect(inbox.now().removed.get('n2')).toBe('expired');
});
