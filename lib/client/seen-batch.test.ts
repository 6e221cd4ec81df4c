import { expect, test } from 'vitest';
import { modelOf, openInbox } from './testing/open-inbox';

const COLLECT_MS = 300;
const batches = (inbox: ReturnType<typeof openInbox>) =>
  inbox.server.asked('viewing').map(({ body }) => body);

test('what is seen within a moment goes in one request, each row once', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.view(['n1', 'n2']);
  await inbox.clock.advance(200);
  inbox.do.view(['n2', 'n3']);
  expect(batches(inbox)).toEqual([]);
  await inbox.clock.advance(COLLECT_MS - 200);
  expect(batches(inbox)).toEqual([{ ids: ['n1', 'n2', 'n3'] }]);
  expect(inbox.server.asked('viewing')[0]).toMatchObject({ method: 'POST', keepalive: true });
  expect(inbox.now().counts).toEqual({ unread: 3, unseen: 0 });
});

test('it shows at once when it is sent, and the answer changes nothing more', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('viewing');
  inbox.do.view(['n1']);
  await inbox.clock.advance(COLLECT_MS);
  expect(inbox.now().counts.unseen).toBe(2);
  expect(inbox.row('n1')).toMatchObject({ waiting: false });
  inbox.server.releases('viewing');
  await inbox.settled();
  expect(inbox.now().counts.unseen).toBe(2);
  expect(inbox.row('n1').seenAt).toBe(inbox.model.find('n1')?.seenAt);
});

test('what was seen before, is being told, or is not held is not told', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('viewing');
  inbox.do.view(['n1']);
  await inbox.clock.advance(COLLECT_MS);
  inbox.do.view(['n1', 'unknown']);
  await inbox.clock.advance(COLLECT_MS);
  inbox.server.releases('viewing');
  await inbox.settled();
  inbox.do.view(['n1']);
  await inbox.clock.advance(COLLECT_MS);
  expect(batches(inbox)).toHaveLength(1);
});

test('more than the server takes at once goes in several requests', async () => {
  const inbox = openInbox({
    model: modelOf(120, { fatChanges: 500, syncPage: 200, resetAfter: 500, feedPage: 120 }),
  });
  await inbox.live();
  inbox.do.view(inbox.ids());
  await inbox.clock.advance(COLLECT_MS);
  expect(inbox.server.asked('viewing').map(({ body }) => (body as { ids: string[] }).ids.length)).toEqual([
    100, 20,
  ]);
  expect(inbox.now().counts.unseen).toBe(0);
});

test('what could not be told is put back, and told again half a minute later, not at every second look', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('viewing', 503, 1);
  inbox.do.view(['n1']);
  await inbox.clock.advance(COLLECT_MS);
  expect(inbox.now()).toMatchObject({ counts: { unseen: 3 }, problem: null });
  expect(inbox.server.syncs()).toBe(2);
  inbox.do.view(['n1']);
  await inbox.clock.advance(COLLECT_MS);
  expect(inbox.now().counts.unseen).toBe(3);
  await inbox.clock.advance(30_000);
  inbox.do.view(['n1']);
  await inbox.clock.advance(COLLECT_MS);
  expect(inbox.now().counts.unseen).toBe(2);
});

test('an answer that is ahead stays laid over until it is reached', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('sync');
  inbox.model.append();
  inbox.do.view(['n1']);
  await inbox.clock.advance(COLLECT_MS);
  expect(inbox.now().counts.unseen).toBe(2);
  inbox.server.releases('sync');
  await inbox.settled();
  expect(inbox.now().counts.unseen).toBe(3);
});

test('an answer of another history is laid over nothing', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.holds('viewing', 'back');
  inbox.do.view(['n1']);
  await inbox.clock.advance(COLLECT_MS);
  inbox.model.restore('e2', 3);
  inbox.do.refresh();
  await inbox.settled();
  inbox.server.releases('viewing');
  await inbox.settled();
  expect(inbox.now().counts.unseen).toBe(3);
});

test('a page that is hidden sends what was collected: it may never be shown again', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.do.view(['n1']);
  inbox.page.happens('hidden');
  await inbox.settled();
  expect(batches(inbox)).toEqual([{ ids: ['n1'] }]);
});

test('leaving the page sends what was collected', async () => {
  const inbox = openInbox();
  const stop = await inbox.live();
  inbox.do.view(['n1']);
  stop();
  await inbox.settled();
  expect(batches(inbox)).toEqual([{ ids: ['n1'] }]);
  expect(inbox.clock.sleeping()).toBe(0);
});

test('a session that has ended signs out', async () => {
  const inbox = openInbox();
  await inbox.live();
  inbox.server.refuses('viewing', 401);
  inbox.do.view(['n1']);
  await inbox.clock.advance(COLLECT_MS);
  expect(inbox.now().status).toBe('signed-out');
});
