import { expect, test } from 'vitest';
import { parseCursor } from '@/lib/inbox/stream';
import { createFakeTabs } from './testing/fake-tabs';
import { modelOf, openInbox } from './testing/open-inbox';

/** Tabs of one person over one inbox, in one browser. */
async function openTabs(count: number) {
  const [model, tabs] = [modelOf(3), createFakeTabs()];
  const open = Array.from({ length: count }, () => openInbox({ model, tabs }));
  for (const one of open) await one.live();
  const settled = async () => {
    for (const one of open) await one.settled();
  };
  return { model, tabs, open, settled };
}
const unread = ({ now }: { now: ReturnType<typeof openInbox>['now'] }) => now().counts.unread;

test('read in one tab is read in the others at once, also while their line is down', async () => {
  const { open, settled } = await openTabs(5);
  const [first, ...others] = open;
  for (const other of others) {
    other.link.becomes('down');
    other.server.refuses('', null);
  }
  await settled();
  first?.do.read('n2');
  await settled();
  expect(open.map(unread)).toEqual([2, 2, 2, 2, 2]);
  for (const other of others) {
    expect(other.row('n2').readAt).not.toBeNull();
    expect(other.now().status).toBe('stale');
  }
});

test('archived, undone and read all: each is the same in the other tab, and the counts are the server’s', async () => {
  const { model, open, settled } = await openTabs(2);
  const [one, two] = open;
  const same = () => {
    expect(two?.ids()).toEqual(one?.ids());
    expect(two?.now().counts).toEqual(model.feed('inbox', null).counts);
  };
  one?.do.archive('n3');
  await settled();
  expect(two?.ids()).toEqual(['n2', 'n1']);
  same();
  one?.do.undo();
  await settled();
  expect(two?.ids()).toEqual(['n3', 'n2', 'n1']);
  same();
  two?.do.readAll('inbox', two.now().views.inbox.through);
  await settled();
  expect(one?.now().counts.unread).toBe(0);
  same();
});

test('what was seen in one tab is not new in the others', async () => {
  const { open, settled } = await openTabs(2);
  open[0]?.do.view(['n1', 'n2', 'n3']);
  await open[0]?.clock.advance(1_000);
  await settled();
  expect(open.map(({ now }) => now().counts.unseen)).toEqual([0, 0]);
});

test('what was heard from a tab is not told again, or it would go round for ever', async () => {
  const { tabs, open, settled } = await openTabs(3);
  open[0]?.do.read('n1');
  await settled();
  expect(open.map(unread)).toEqual([2, 2, 2]);
  const told = tabs.posted().map(({ message }) => message);
  expect(told).toMatchObject([{ kind: 'event' }, { kind: 'operation' }]);
});

test('what the line brings is not told to the others: they have lines of their own', async () => {
  const { model, tabs, open, settled } = await openTabs(2);
  open[0]?.tells(model.append(1));
  await settled();
  expect(open[0]?.ids()).toHaveLength(4);
  expect(tabs.posted()).toEqual([]);
});

test('a tab that missed something hears of a gap and asks', async () => {
  const { model, open, settled } = await openTabs(2);
  const [one, behind] = open;
  one?.tells(model.append(2));
  const syncs = behind?.server.syncs() ?? 0;
  one?.do.read('n1');
  await settled();
  expect(behind?.server.syncs()).toBe(syncs + 1);
  expect(behind?.ids()).toEqual(['n5', 'n4', 'n3', 'n2', 'n1']);
  expect(behind?.row('n1').readAt).not.toBeNull();
});

test('a false event is only a hint: the next answer of the server is right again', async () => {
  const { model, tabs, open, settled } = await openTabs(1);
  const [one] = open;
  const { epoch, seq } = parseCursor(model.cursor()) ?? { epoch: '', seq: 0 };
  const counts = { unread: 99, unseen: 99 };
  const lie = {
    v: 1,
    epoch,
    from: 0,
    seq: seq + 50,
    counts,
    changes: [{ seq: seq + 50, id: 'n1', removed: true }],
  };
  tabs.says('belfry.u1', JSON.stringify({ kind: 'event', event: lie }));
  expect(one?.now().counts.unread).toBe(99);
  one?.do.refresh();
  await settled();
  expect(one?.now().counts.unread).toBe(3);
  expect(one?.ids()).toEqual(['n3', 'n2', 'n1']);
  tabs.says('belfry.u1', JSON.stringify({ kind: 'event', event: { ...lie, epoch: 'another', from: 7 } }));
  await settled();
  expect(one?.now().counts.unread).toBe(3);
});

test('signed out in one tab, all tabs of this person let go at once, and no other person’s', async () => {
  const { tabs, open, settled } = await openTabs(5);
  const other = openInbox({ viewerId: 'u2', tabs });
  await other.live();
  open[2]?.do.signedOut();
  for (const one of open) {
    expect(one.now()).toMatchObject({ status: 'signed-out', counts: { unread: 0, unseen: 0 } });
    for (const filter of ['inbox', 'unread', 'archived'] as const) expect(one.ids(filter)).toEqual([]);
    expect(one.link.signOuts()).toBe(1);
  }
  await settled();
  expect(other.now().status).toBe('live');
  expect(other.ids()).toHaveLength(3);
  expect(tabs.posted()).toEqual([{ name: 'belfry.u1', message: { kind: 'signed-out' } }]);
  expect(tabs.names()).toEqual(['belfry.u2']);
});

test('that the session has ended is learned by one tab for all', async () => {
  const { open, settled } = await openTabs(3);
  open[1]?.server.refuses('sync', 401);
  open[1]?.do.refresh();
  await settled();
  expect(open.map(({ now }) => now().status)).toEqual(['signed-out', 'signed-out', 'signed-out']);
});

test('what another tab does after a sign-out is not shown', async () => {
  const { model, tabs, open } = await openTabs(1);
  open[0]?.do.signedOut();
  tabs.says('belfry.u1', JSON.stringify({ kind: 'event', event: model.mark('n1', 'read')?.event }));
  expect(open[0]?.ids()).toEqual([]);
});

test('a stopped inbox holds no channel open', async () => {
  const tabs = createFakeTabs();
  const inbox = openInbox({ tabs });
  const stop = await inbox.live();
  expect(tabs.names()).toEqual(['belfry.u1']);
  stop();
  expect(tabs.names()).toEqual([]);
});
