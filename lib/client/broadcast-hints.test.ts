import { expect, test } from 'vitest';
import { BROADCASTS_CHANNEL, BROADCASTS_MOVED } from '@/lib/realtime/channels';
import { EMBEDDED, openInbox } from './testing/open-inbox';

const SERVICE = { ...EMBEDDED, embedded: false, cluster: 'eu' };

test('with a service of its own, the hint that broadcasts moved syncs after a random wait within its spread', async () => {
  const inbox = openInbox({ realtime: SERVICE, random: () => 0.75 });
  await inbox.live();
  inbox.link.tells(BROADCASTS_CHANNEL, BROADCASTS_MOVED, { v: 1, asOf: 5, spreadMs: 8_000 });
  await inbox.clock.advance(5_999);
  expect(inbox.server.syncs()).toBe(1);
  await inbox.clock.advance(1);
  expect(inbox.server.syncs()).toBe(2);
});

test('more hints while one waits change nothing: one sync fetches what all of them are about', async () => {
  const inbox = openInbox({ realtime: SERVICE });
  await inbox.live();
  const sleeping = inbox.clock.sleeping();
  for (let n = 0; n < 50; n += 1) {
    inbox.link.tells(BROADCASTS_CHANNEL, BROADCASTS_MOVED, { v: 1, asOf: 5, spreadMs: 8_000 });
  }
  expect(inbox.clock.sleeping()).toBe(sleeping + 1);
  await inbox.clock.advance(8_000);
  expect(inbox.server.syncs()).toBe(2);
  inbox.link.tells(BROADCASTS_CHANNEL, BROADCASTS_MOVED, { v: 1, asOf: 5, spreadMs: 8_000 });
  await inbox.clock.advance(8_000);
  expect(inbox.server.syncs()).toBe(3);
});

test('a hint that cannot be read is nothing, and a stop forgets those that wait', async () => {
  const inbox = openInbox({ realtime: SERVICE });
  const stop = await inbox.live();
  inbox.link.tells(BROADCASTS_CHANNEL, BROADCASTS_MOVED, { v: 1 });
  inbox.link.tells(BROADCASTS_CHANNEL, 'something.else', { v: 1, asOf: 5, spreadMs: 10 });
  await inbox.clock.advance(1_000);
  expect(inbox.server.syncs()).toBe(1);
  inbox.link.tells(BROADCASTS_CHANNEL, BROADCASTS_MOVED, { v: 1, asOf: 5, spreadMs: 8_000 });
  stop();
  expect(inbox.clock.sleeping()).toBe(0);
});

test('with the embedded server nobody listens for broadcasts: each inbox is told of its own', async () => {
  const inbox = openInbox();
  await inbox.live();
  expect(inbox.link.channels()).toEqual(['private-user-u1']);
});
