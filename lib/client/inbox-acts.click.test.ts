import { expect, test } from 'vitest';
import { createFakeBrowser } from './testing/fake-browser';
import { openInbox } from './testing/open-inbox';

test('following a link reads its row at once, is noted under one name, and z makes it unread', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.click('n3');
  expect(inbox.row('n3').readAt).not.toBeNull();
  expect(inbox.now().counts.unread).toBe(2);
  await inbox.settled();
  expect(inbox.server.asked('/n3/')).toMatchObject([{ path: '/api/notifications/n3/click', method: 'POST' }]);
  expect(inbox.now().undoable).toMatchObject([{ did: 'read', row: 'n3', count: 1 }]);
  inbox.do.undo();
  await inbox.settled();
  expect(inbox.row('n3').readAt).toBeNull();
});

test('following a link of what is read is noted, and leaves nothing to take back', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.read('n3');
  await inbox.settled();
  inbox.do.click('n3');
  await inbox.settled();
  expect(inbox.server.asked('/click')).toHaveLength(1);
  expect(inbox.now().undoable).toMatchObject([{ did: 'read', row: 'n3' }]);
  expect(inbox.row('n3').waiting).toBe(false);
});

test('a click without a line waits, also through a reload, and is done once', async () => {
  const browser = createFakeBrowser();
  const before = await browser.open();
  before.cut();
  before.do.click('n2');
  await before.settled();
  expect(before.row('n2')).toMatchObject({ unsent: true, readAt: expect.any(String) });
  before.goes();
  browser.line.isCut = false;
  const after = await browser.open();
  await browser.clock.advance(1_000);
  expect(browser.server.asked('/n2/click')).toHaveLength(1);
  expect(browser.model.find('n2')?.readAt).not.toBeNull();
  expect(after.row('n2')).toMatchObject({ waiting: false, failed: null });
});

test('a click that is refused says so on its row, as a reading, and is tried again as one', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('/click', 422, 1);
  inbox.do.click('n1');
  await inbox.settled();
  expect(inbox.row('n1')).toMatchObject({ readAt: null, failed: 'read' });
  inbox.do.retry('n1');
  await inbox.settled();
  expect(inbox.row('n1')).toMatchObject({ readAt: expect.any(String), failed: null });
});

test('what was edited to be read again is not read by an act that gets there before the news of it', async () => {
  const inbox = openInbox();
  await inbox.live();
  for (const id of ['n1', 'n2', 'n3']) inbox.model.edit(id, 'Said better', true);
  inbox.do.click('n1');
  inbox.do.read('n2');
  inbox.do.archive('n3');
  await inbox.clock.advance(3_000);
  for (const id of ['n1', 'n2', 'n3']) {
    expect(inbox.model.find(id)).toMatchObject({ readAt: null, archivedAt: null });
    expect(inbox.row(id)).toMatchObject({ title: 'Said better', readAt: null, waiting: false, failed: null });
  }
  expect(inbox.now().undoable).toEqual([]);
  inbox.do.read('n2');
  await inbox.settled();
  expect(inbox.model.find('n2')?.readAt).not.toBeNull();
});
