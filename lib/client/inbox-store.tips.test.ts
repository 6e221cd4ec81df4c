import { expect, test } from 'vitest';
import { parseCursor } from '@/lib/inbox/stream';
import type { ModelInbox } from '@/lib/inbox/testing/model-inbox';
import { userChannel } from '@/lib/realtime/channels';
import { openInbox } from './testing/open-inbox';

const MINE = userChannel('u1');

/** Where the model's stream stands. */
function tipOf(model: ModelInbox) {
  const tip = parseCursor(model.cursor());
  if (!tip) throw new Error('The model has no cursor.');
  return tip;
}

/** A live inbox whose service answers pings with the tip, as the embedded server does. */
async function withTips() {
  const inbox = openInbox();
  await inbox.live();
  inbox.link.tips(MINE, tipOf(inbox.model));
  const pinged = inbox.link.pings();
  let answered = pinged;
  return {
    ...inbox,
    /** How often it has asked since. */
    pings: () => inbox.link.pings() - pinged,
    /** Time passes, and pings are answered as they are sent. */
    async passes(ms: number): Promise<void> {
      for (let at = 0; at < ms; at += 100) {
        await inbox.clock.advance(100);
        if (inbox.link.pings() === answered) continue;
        answered = inbox.link.pings();
        inbox.link.tips(MINE, tipOf(inbox.model));
      }
    },
  };
}

test('the lost last event is noticed by the tip within twenty seconds, and nothing else asks for a minute', async () => {
  const { model, passes, ids, server } = await withTips();
  await passes(17_000);
  expect(server.syncs()).toBe(1);
  // Its event is lost, and nothing comes after it.
  model.append();
  await passes(20_000);
  expect(ids()).toContain('n4');
  expect(server.syncs()).toBe(2);
  await passes(40_000);
  expect(server.syncs()).toBe(2);
});

test('whatever else it hears, a page that is looked at asks for the tip all the time', async () => {
  const { model, tells, pings, clock } = await withTips();
  for (let second = 0; second < 60; second += 1) {
    tells(model.append());
    await clock.advance(1_000);
  }
  expect(pings()).toBe(3);
});

test('a tip that is reached is no news', async () => {
  const { model, link, tells, settled, server } = await withTips();
  tells(model.append());
  link.tips(MINE, tipOf(model));
  link.tips(MINE, { ...tipOf(model), seq: 0 });
  await settled();
  expect(server.syncs()).toBe(1);
});

test('a tip of another history asks which is true', async () => {
  const { link, settled, server } = await withTips();
  link.tips(MINE, { epoch: 'another', seq: 0 });
  await settled();
  expect(server.syncs()).toBe(2);
});

test('while nobody looks there is no ping, and the lost last event is found within five minutes', async () => {
  const { model, page, pings, clock, ids } = await withTips();
  page.happens('hidden');
  model.append();
  await clock.advance(200_000);
  expect(pings()).toBe(0);
  expect(ids()).toContain('n4');
});

test.each(['visible', 'focused', 'restored', 'online'] as const)(
  'at %s it syncs at once and asks whether the line is alive',
  async (signal) => {
    const { model, page, pings, settled, ids, clock } = await withTips();
    await clock.advance(10_000);
    model.append();
    await settled();
    expect(ids()).not.toContain('n4');
    page.happens(signal);
    await settled();
    expect(ids()).toContain('n4');
    expect(pings()).toBe(1);
  },
);

test('coming back is told in several ways at once, and asks once', async () => {
  const { page, clock, server } = await withTips();
  page.happens('hidden');
  await clock.advance(10_000);
  page.happens('visible');
  page.happens('focused');
  await clock.advance(5_000);
  expect(server.syncs()).toBe(2);
  page.happens('focused');
  await clock.advance(5_000);
  expect(server.syncs()).toBe(3);
});

test('being offline is a hint: the line is asked, and nothing is given up for it', async () => {
  const { page, link, pings, settled, now, server } = await withTips();
  page.happens('offline');
  await settled();
  expect(pings()).toBe(1);
  expect(link.retries()).toBe(0);
  expect(server.syncs()).toBe(1);
  expect(now().status).toBe('live');
});

test.each([
  ['least', 0, 19_200],
  ['most', 1, 28_800],
])(
  'with a service that has no tips the lost last event is found within half a minute: at %s',
  async (_, draw, ms) => {
    const inbox = openInbox({ random: () => draw });
    inbox.store.start();
    inbox.link.becomes('subscribed');
    await inbox.settled();
    inbox.model.append();
    await inbox.clock.advance(ms - 1);
    expect(inbox.ids()).not.toContain('n4');
    await inbox.clock.advance(1);
    expect(inbox.ids()).toContain('n4');
  },
);

test('a clock that is put forward or back a day stops none of it', async () => {
  for (const jump of [86_400_000, -86_400_000]) {
    const { model, clock, passes, ids, link, now } = await withTips();
    await passes(5_000);
    clock.set(clock.now() + jump);
    model.append();
    await passes(20_000);
    expect(ids()).toContain('n4');
    link.becomes('connecting');
    model.append();
    await clock.advance(3_000);
    clock.set(clock.now() - 2 * jump);
    link.becomes('subscribed');
    await clock.advance(2_000);
    expect(ids()).toContain('n5');
    expect(now().status).toBe('live');
  }
});

test('the tip on a new line says that nothing is missing, before any sync does', async () => {
  const { model, clock, link, server, now } = await withTips();
  link.becomes('connecting');
  link.becomes('subscribed');
  await clock.settle();
  link.becomes('connecting');
  link.becomes('subscribed');
  await clock.settle();
  // The second one has to wait for its turn.
  expect(now().status).toBe('syncing');
  const syncs = server.syncs();
  link.tips(MINE, { ...tipOf(model), seq: tipOf(model).seq + 1 });
  expect(now().status).toBe('syncing');
  link.tips(MINE, tipOf(model));
  expect(now().status).toBe('live');
  expect(server.syncs()).toBe(syncs);
});

test('tips do not keep the slow timer from its turn', async () => {
  const { passes, server } = await withTips();
  await passes(75_000);
  expect(server.syncs()).toBe(2);
  await passes(75_000);
  expect(server.syncs()).toBe(3);
});

test('whoever was told more than there is finds out by two tips, and hears what comes next', async () => {
  const { model, passes, tells, now, server } = await withTips();
  const { epoch, seq } = tipOf(model);
  const counts = { unread: 99, unseen: 99 };
  const changes = [{ seq: seq + 50, id: 'n1', removed: true as const }];
  tells({ v: 1, epoch, from: 0, seq: seq + 50, counts, changes });
  expect(now().counts.unread).toBe(99);
  const before = server.syncs();
  await passes(41_000);
  expect(server.syncs()).toBe(before + 1);
  expect(now().counts.unread).toBe(3);
  tells(model.append());
  expect(now().counts.unread).toBe(4);
});

test('a tip that was overtaken by an event asks nothing, however often that happens', async () => {
  const { model, link, tells, server, clock } = await withTips();
  for (let round = 0; round < 5; round += 1) {
    const late = tipOf(model);
    tells(model.append());
    link.tips(MINE, late);
    await clock.advance(1_000);
  }
  expect(server.syncs()).toBe(1);
});
