import { expect, test } from 'vitest';
import { createFakeBrowser } from './testing/fake-browser';

test('what was done without a line is on screen after a reload, and is done once, in its order', async () => {
  const browser = createFakeBrowser();
  const before = await browser.open();
  before.cut();
  before.do.archive('n2');
  before.do.read('n1');
  before.do.unread('n1');
  before.do.readAll('inbox', before.now().views.inbox.through);
  before.do.unread('n3');
  await before.clock.advance(5_000);
  expect(browser.server.keys()).toEqual([]);
  before.goes();

  browser.server.holds('/n2/');
  browser.line.isCut = false;
  const after = await browser.open();
  expect(after.ids()).toEqual(['n3', 'n1']);
  expect(after.now().counts.unread).toBe(1);
  browser.server.releases('/n2/');
  await browser.clock.advance(1_000);
  expect(browser.server.done()).toHaveLength(5);
  expect(browser.server.done()).toEqual(browser.server.keys());
  expect(browser.model.find('n1')?.readAt).not.toBeNull();
  expect(browser.model.find('n3')?.readAt).toBeNull();
  expect(browser.disk.kept()).toEqual([]);
  expect(after.now()).toMatchObject({ counts: { unread: 1 }, unsent: { count: 0 } });
});

test('"read all" keeps its bound from when it was pressed', async () => {
  const browser = createFakeBrowser();
  const before = await browser.open();
  before.cut();
  before.do.readAll('inbox', before.now().views.inbox.through);
  await before.settled();
  before.goes();
  browser.model.append();
  browser.line.isCut = false;
  const after = await browser.open();
  await browser.clock.advance(1_000);
  expect(browser.model.find('n4')?.readAt).toBeNull();
  expect(browser.model.find('n3')?.readAt).not.toBeNull();
  expect(after.now().counts.unread).toBe(1);
});

test('what was edited to be read again meanwhile is not read by an act that waited, nor put away', async () => {
  const browser = createFakeBrowser();
  const before = await browser.open();
  before.do.read('n3');
  await before.settled();
  before.cut();
  before.do.read('n1');
  before.do.archive('n2');
  before.do.archive('n3');
  await before.settled();
  before.goes();
  browser.model.edit('n1', 'Said better', true);
  browser.model.edit('n3', 'Said better', false);
  browser.line.isCut = false;
  const after = await browser.open();
  await browser.clock.advance(1_000);
  expect(after.row('n1')).toMatchObject({ title: 'Said better', readAt: null, waiting: false, failed: null });
  // The others are as they were, or were seen before.
  expect(after.ids()).toEqual(['n1']);
  expect(browser.server.keys('/n1/')).toEqual([]);
  expect(browser.model.find('n1')?.readAt).toBeNull();
  expect(browser.disk.kept()).toEqual([]);
});

test('so it is when the page stayed open, and undoing what came to nothing asks for nothing', async () => {
  const browser = createFakeBrowser();
  const inbox = await browser.open();
  inbox.cut();
  inbox.do.read('n1');
  await inbox.settled();
  browser.model.edit('n1', 'Said better', true);
  await inbox.mends();
  expect(browser.server.keys()).toEqual([]);
  expect(inbox.row('n1')).toMatchObject({ title: 'Said better', readAt: null, waiting: false });
  expect(inbox.now()).toMatchObject({ undoable: [], unsent: { count: 0 }, problem: null });
});

test.each(['left', 'crashes'] as const)(
  'an act that is under way when its page %s is done once by the next one',
  async (how) => {
    const browser = createFakeBrowser();
    const before = await browser.open();
    browser.server.holds('/n2/', 'back');
    before.do.archive('n2');
    before.do.restore('n2');
    before.do.read('n2');
    await before.settled();
    expect(browser.server.done()).toHaveLength(1);
    before.goes(how);
    browser.server.releases('/n2/');
    const after = await browser.open();
    await browser.clock.advance(1_000);
    expect(browser.server.done()).toHaveLength(3);
    expect(browser.model.find('n2')).toMatchObject({ archivedAt: null, readAt: expect.any(String) });
    expect(after.row('n2')).toMatchObject({ archivedAt: null, waiting: false });
    expect(browser.disk.kept()).toEqual([]);
  },
);

test('a refusal is on its row after a reload, too, until it is tried again', async () => {
  const browser = createFakeBrowser();
  const before = await browser.open();
  browser.server.refuses('/n2/', 422, 1);
  before.do.archive('n2');
  await before.settled();
  expect(before.row('n2').failed).toBe('archive');
  before.goes();
  const after = await browser.open();
  expect(after.row('n2').failed).toBe('archive');
  after.do.retry('n2');
  await browser.clock.settle();
  expect(after.ids()).toEqual(['n3', 'n1']);
  expect(new Set(browser.server.keys('/n2/')).size).toBe(2);
  after.goes();
  const again = await browser.open();
  expect(again.now().views.inbox.rows.map(({ failed }) => failed)).toEqual([null, null]);
  expect(browser.disk.kept()).toEqual([]);
});

test('a refusal is not told any more when the row is as it was wanted', async () => {
  const browser = createFakeBrowser();
  const before = await browser.open();
  browser.server.refuses('/n2/', 422, 1);
  before.do.read('n2');
  await before.settled();
  before.goes();
  browser.model.mark('n2', 'read');
  const after = await browser.open();
  expect(after.row('n2')).toMatchObject({ failed: null, readAt: expect.any(String) });
  await browser.clock.settle();
  expect(browser.disk.kept()).toEqual([]);
});

test('two tabs send one queue, each act once and in the order in which they were done', async () => {
  const browser = createFakeBrowser();
  const one = await browser.open();
  const two = await browser.open();
  one.cut();
  two.cut();
  one.do.archive('n2');
  await one.settled();
  // What was done in the one tab shows in the other.
  expect(two.ids()).toEqual(['n3', 'n1']);
  two.do.restore('n2');
  await two.settled();
  one.do.read('n1');
  await one.settled();
  two.do.unread('n1');
  await two.settled();
  expect([one.ids(), two.ids()]).toEqual([one.ids(), ['n3', 'n2', 'n1']]);
  await Promise.all([one.mends(), two.mends()]);
  await browser.clock.advance(5_000);
  expect(browser.server.keys()).toHaveLength(4);
  expect(browser.server.done()).toEqual(browser.server.keys());
  expect(browser.model.find('n2')?.archivedAt).toBeNull();
  expect(browser.model.find('n1')?.readAt).toBeNull();
  for (const tab of [one, two])
    expect(tab.now()).toMatchObject({ counts: { unread: 3 }, unsent: { count: 0 } });
  expect(browser.turns.wanted()).toBe(0);
});

test('what a closed tab has left is sent by another one that is still there', async () => {
  const browser = createFakeBrowser();
  const one = await browser.open();
  const two = await browser.open();
  one.cut();
  two.cut();
  one.do.archive('n2');
  await one.settled();
  one.goes('crashes');
  await two.mends();
  expect(browser.model.find('n2')?.archivedAt).not.toBeNull();
  expect(browser.disk.kept()).toEqual([]);
});

test('an act is undone from another tab, also before it was ever sent', async () => {
  const browser = createFakeBrowser();
  const one = await browser.open();
  const two = await browser.open();
  one.do.archive('n1');
  await one.settled();
  two.do.undo();
  await two.settled();
  expect(browser.model.find('n1')?.archivedAt).toBeNull();
  expect(one.now().undoable).toEqual([]);
  expect([one.now().undone, two.now().undone]).toEqual([0, 1]);

  one.cut();
  two.cut();
  one.do.archive('n2');
  await one.settled();
  const asked = browser.server.keys().length;
  two.do.undo();
  await two.settled();
  expect([one.ids(), two.ids()]).toEqual([
    ['n3', 'n2', 'n1'],
    ['n3', 'n2', 'n1'],
  ]);
  await Promise.all([one.mends(), two.mends()]);
  expect(browser.server.keys()).toHaveLength(asked);
  expect(browser.disk.kept()).toEqual([]);
});

test('what was done before a reload can be undone after it, the last first, by its name', async () => {
  const browser = createFakeBrowser();
  const before = await browser.open();
  before.do.archive('n1');
  before.do.archive('n2');
  await before.settled();
  before.goes();
  const after = await browser.open();
  // At once: what can be undone is asked for then.
  after.do.undo();
  await browser.clock.settle();
  expect(after.ids()).toEqual(['n3', 'n2']);
  expect(after.now().undoable).toMatchObject([{ did: 'archive', row: 'n1', here: false, title: null }]);
  await browser.clock.advance(2_000);
  expect(browser.server.asked('/api/operations').filter(({ method }) => method === 'GET')).toHaveLength(1);
  after.do.undo();
  await browser.clock.settle();
  expect(after.ids()).toEqual(['n3', 'n2', 'n1']);
});

test('an undoing that waits is not offered once more after a reload, so the next one undoes what was before it', async () => {
  const browser = createFakeBrowser();
  const before = await browser.open();
  before.do.archive('n1');
  before.do.archive('n2');
  await before.settled();
  before.cut();
  before.do.undo();
  await before.settled();
  before.goes();
  browser.server.holds('/undoing');
  browser.line.isCut = false;
  const after = await browser.open();
  await browser.clock.advance(2_000);
  expect(after.now().undoable.map(({ row }) => row)).toEqual(['n1']);
  after.do.undo();
  browser.server.releases('/undoing');
  await browser.clock.advance(2_000);
  expect(after.ids()).toEqual(['n3', 'n2', 'n1']);
  expect(after.now().undoable).toEqual([]);
});

test('what is undone while the list of what can be undone is on its way is not offered', async () => {
  const browser = createFakeBrowser();
  const before = await browser.open();
  before.do.archive('n1');
  await before.settled();
  before.cut();
  before.do.undo();
  await before.settled();
  before.goes();
  browser.server.holds('/undoing');
  browser.server.holds('/api/operations', 'back');
  browser.line.isCut = false;
  const after = await browser.open();
  await browser.clock.advance(2_000);
  browser.server.answers('/undoing');
  await browser.clock.settle();
  expect(after.now().undone).toBe(1);
  browser.server.releases('/api/operations');
  await browser.clock.settle();
  expect(after.now().undoable).toEqual([]);
});

test('what is done after a reload comes before what was done earlier', async () => {
  const browser = createFakeBrowser();
  const before = await browser.open();
  before.do.archive('n1');
  await before.settled();
  before.goes();
  const after = await browser.open();
  after.do.archive('n2');
  await browser.clock.advance(2_000);
  expect(after.now().undoable.map(({ row, here }) => [row, here])).toEqual([
    ['n1', false],
    ['n2', true],
  ]);
});

test('the acts of who is not signed in any more wait for them, and are nobody else’s', async () => {
  const browser = createFakeBrowser();
  const mine = await browser.open('u1');
  mine.cut();
  mine.do.archive('n2');
  await mine.settled();
  browser.server.signsIn('u2');
  await mine.mends();
  expect(mine.now().status).toBe('signed-out');
  mine.goes();
  const other = await browser.open('u2');
  await browser.clock.advance(60_000);
  expect(other.ids()).toContain('n2');
  expect(browser.server.done()).toEqual([]);
  expect(browser.disk.kept()).toHaveLength(1);
  other.goes();
  browser.server.signsIn('u1');
  const again = await browser.open('u1');
  expect(again.ids()).not.toContain('n2');
  await browser.clock.advance(1_000);
  expect(browser.server.done()).toHaveLength(1);
  expect(browser.disk.kept()).toEqual([]);
});

test('a browser that cannot keep anything sends all the same, and says what would be lost', async () => {
  const browser = createFakeBrowser();
  browser.disk.breaks();
  const inbox = await browser.open();
  inbox.do.read('n1');
  await inbox.settled();
  expect(browser.model.find('n1')?.readAt).not.toBeNull();
  inbox.cut();
  inbox.do.archive('n2');
  inbox.do.archive('n3');
  inbox.do.undo();
  await inbox.settled();
  expect(inbox.now().unsent).toEqual({ count: 1, unkept: 1 });
  await inbox.mends();
  expect(browser.server.done()).toHaveLength(2);
  expect(inbox.now().unsent).toEqual({ count: 0, unkept: 0 });
});

test('who signs out is told how many still wait, as soon as none does', async () => {
  const browser = createFakeBrowser();
  const inbox = await browser.open();
  expect(await inbox.do.allSent(3_000)).toBe(0);
  browser.server.holds('/n2/');
  inbox.do.archive('n2');
  const left = inbox.do.allSent(3_000);
  await inbox.settled();
  browser.server.releases('/n2/');
  expect(await left).toBe(0);
  inbox.cut();
  inbox.do.archive('n1');
  const waiting = inbox.do.allSent(3_000);
  await inbox.clock.advance(3_000);
  expect(await waiting).toBe(1);
});
