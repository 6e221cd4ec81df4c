import { expect, test } from 'vitest';
import { parseCursor } from '@/lib/inbox/stream';
import { openInbox } from './testing/open-inbox';

/** A page whose sockets do not get through while the server answers: by now it has opened a stream. */
async function withStream() {
  const inbox = openInbox();
  inbox.store.start();
  inbox.link.becomes('down');
  await inbox.clock.advance(8_000);
  if (inbox.stream.open() !== 1) throw new Error('There is no stream.');
  const tip = () => inbox.stream.tells('inbox.tip', parseCursor(inbox.model.cursor()));
  return {
    ...inbox,
    tip,
    /** It is open, and everything that comes with that has happened. */
    async opens(): Promise<void> {
      tip();
      await inbox.clock.advance(2_000);
    },
  };
}

test('eight seconds without a socket while the server answers, and the same events come as a stream', async () => {
  const inbox = openInbox();
  inbox.store.start();
  inbox.link.becomes('down');
  await inbox.clock.advance(7_999);
  expect(inbox.now().status).toBe('stale');
  expect(inbox.stream.paths()).toEqual([]);
  await inbox.clock.advance(1);
  expect(inbox.stream.paths()).toHaveLength(1);
  const { pathname, searchParams } = new URL(inbox.stream.paths()[0] ?? '', 'http://test.invalid');
  expect(pathname).toBe('/api/inbox/stream');
  expect(Object.fromEntries(searchParams)).toEqual({
    viewer: 'u1',
    cursor: inbox.model.cursor(),
    page: expect.stringMatching(/^[a-z0-9]{1,64}$/),
  });
  // It is live when it has been heard, and a sync has filled what lay between.
  expect(inbox.now().status).toBe('stale');
  inbox.stream.tells('inbox.tip', parseCursor(inbox.model.cursor()));
  await inbox.settled();
  expect(inbox.now().status).toBe('live');

  const syncs = inbox.server.syncs();
  inbox.stream.tells('inbox.changed', inbox.model.append());
  await inbox.settled();
  expect(inbox.ids()).toContain('n4');
  expect(inbox.server.syncs()).toBe(syncs);
});

test('while nothing answers no stream is opened either', async () => {
  const inbox = openInbox();
  inbox.server.refuses('sync', null);
  inbox.store.start();
  inbox.link.becomes('down');
  await inbox.clock.advance(60_000);
  expect(inbox.server.syncs()).toBeGreaterThan(5);
  expect(inbox.stream.paths()).toEqual([]);
});

test('a server that is back gets three seconds for its socket first', async () => {
  const inbox = openInbox();
  inbox.server.refuses('sync', null);
  inbox.store.start();
  inbox.link.becomes('down');
  await inbox.clock.advance(20_000);
  inbox.server.accepts('sync');
  const failed = inbox.server.syncs();
  while (inbox.server.syncs() === failed) await inbox.clock.advance(100);
  expect(inbox.link.retries()).toBe(1);
  await inbox.clock.advance(2_800);
  expect(inbox.stream.paths()).toEqual([]);
  await inbox.clock.advance(200);
  expect(inbox.stream.paths()).toHaveLength(1);
});

test.each(['subscribed', 'refused', 'signed-out'] as const)(
  'a channel that is %s needs no stream',
  async (state) => {
    const inbox = openInbox();
    inbox.store.start();
    inbox.link.becomes(state);
    await inbox.clock.advance(60_000);
    expect(inbox.stream.paths()).toEqual([]);
  },
);

test('while it is open the socket is tried rarely, and takes over when it is there', async () => {
  const { opens, link, stream, settled, now, model, ids } = await withStream();
  expect(link.isResting()).toBe(false);
  await opens();
  expect(link.isResting()).toBe(true);
  link.becomes('connecting');
  link.becomes('down');
  await settled();
  expect(now().status).toBe('live');
  // Between the last word of the one and the first of the other.
  model.append();
  link.becomes('subscribed');
  await settled();
  expect(stream.open()).toBe(0);
  expect(link.isResting()).toBe(false);
  expect(now().status).toBe('live');
  expect(ids()).toContain('n4');
});

test('a stream that breaks is no longer called live; it comes back and what was missed is there', async () => {
  const { opens, stream, settled, now, model, ids, clock, link } = await withStream();
  await opens();
  stream.breaks();
  await settled();
  expect(now().status).toBe('stale');
  expect(link.isResting()).toBe(false);
  const before = model.cursor();
  model.append();
  await clock.advance(500);
  expect(stream.open()).toBe(1);
  expect(stream.paths().at(-1)).toContain(encodeURIComponent(before));
  // The server knows by its name that it is the same page.
  const names = stream.paths().map((path) => new URL(path, 'http://test.invalid').searchParams.get('page'));
  expect(new Set(names).size).toBe(1);
  await opens();
  expect(now().status).toBe('live');
  expect(ids()).toContain('n4');
});

test('what only the tip tells of is asked for', async () => {
  const { opens, tip, ids, model, server, clock } = await withStream();
  await opens();
  const syncs = server.syncs();
  model.append();
  await opens();
  expect(ids()).toContain('n4');
  expect(server.syncs()).toBe(syncs + 1);
  // And with tips the slow timer is slow.
  await clock.advance(20_000);
  tip();
  await clock.advance(20_000);
  tip();
  await clock.advance(10_000);
  expect(server.syncs()).toBe(syncs + 1);
});

test('a beginning anew takes the place of what was held', async () => {
  const { opens, stream, settled, model, now, ids } = await withStream();
  await opens();
  model.restore('other', 2);
  stream.tells('inbox.reset', model.sync(null));
  await settled();
  expect(ids()).toEqual(model.all('inbox').map(({ id }) => id));
  expect(now().views.inbox.through).toBe(model.cursor());
});

test('a beginning anew that is older than what was heard meanwhile takes nothing back', async () => {
  const { opens, stream, settled, model, ids } = await withStream();
  const old = model.sync(null);
  await opens();
  stream.tells('inbox.changed', model.append());
  stream.tells('inbox.reset', old);
  await settled();
  expect(ids()).toContain('n4');
});

test.each(['nonsense', { reset: true }, null])(
  'a reset that cannot be read asks instead: %j',
  async (data) => {
    const { opens, stream, settled, model, ids } = await withStream();
    await opens();
    model.append();
    stream.tells('inbox.reset', data);
    await settled();
    expect(ids()).toContain('n4');
  },
);

test('the end of the session on the stream is the end of the page', async () => {
  const { opens, stream, settled, server, now } = await withStream();
  await opens();
  server.refuses('sync', 401);
  stream.tells('session.ended', {});
  await settled();
  expect(now().status).toBe('signed-out');
  expect(stream.open()).toBe(0);
});

test('a page that nobody looks at leaves its stream to others after a minute, and has it again at once', async () => {
  const { opens, page, stream, tip, clock, now } = await withStream();
  await opens();
  page.happens('hidden');
  for (let n = 0; n < 3; n += 1) {
    await clock.advance(15_000);
    tip();
  }
  await clock.advance(14_999);
  expect(stream.open()).toBe(1);
  await clock.advance(1);
  expect(stream.open()).toBe(0);
  expect(now().status).toBe('stale');
  await clock.advance(600_000);
  expect(stream.open()).toBe(0);
  page.happens('visible');
  expect(stream.open()).toBe(1);
});

test('a page that is left closes it, so that it may be kept for coming back', async () => {
  const { page, stream } = await withStream();
  page.happens('left');
  expect(stream.open()).toBe(0);
});

test('a page that is hidden opens none', async () => {
  const inbox = openInbox();
  inbox.page.happens('hidden');
  inbox.store.start();
  inbox.link.becomes('down');
  await inbox.clock.advance(600_000);
  expect(inbox.server.syncs()).toBeGreaterThan(1);
  expect(inbox.stream.paths()).toEqual([]);
});

test('stopped, nothing of it is left', async () => {
  const inbox = openInbox();
  const stop = inbox.store.start();
  inbox.link.becomes('down');
  await inbox.clock.advance(8_000);
  expect(inbox.stream.open()).toBe(1);
  stop();
  expect(inbox.stream.open()).toBe(0);
  expect(inbox.clock.sleeping()).toBe(0);
});

test('where the stream fails as well, the timer is what is left', async () => {
  const inbox = openInbox();
  inbox.store.start();
  inbox.link.becomes('down');
  await inbox.clock.advance(8_000);
  const syncs = inbox.server.syncs();
  for (let second = 0; second < 120; second += 1) {
    if (inbox.stream.open() > 0) inbox.stream.breaks();
    await inbox.clock.advance(1_000);
  }
  expect(inbox.now().status).toBe('stale');
  expect(inbox.server.syncs() - syncs).toBeGreaterThanOrEqual(3);
  expect(inbox.server.syncs() - syncs).toBeLessThanOrEqual(5);
  // Ever more rarely, but each time that something is answered.
  expect(inbox.stream.paths().length).toBeLessThan(15);
});
