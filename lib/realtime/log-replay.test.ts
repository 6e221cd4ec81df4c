import { expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { openRelay, people } from './testing/open-relay';

test('a broadcast reaches every open inbox through that person’s own event', async () => {
  const { clock, source, publisher, figures } = openRelay();
  source.join(...people(250), 'away');
  publisher.online(...people(250));
  source.broadcast();
  await clock.settle();
  for (const userId of people(250)) expect(publisher.told(userId)).toEqual(['0→1']);
  expect(source.replays.map((ids) => ids.length)).toEqual([50, 50, 50, 50, 50]);
  expect(source.replayed('away')).toBe(false);
  expect(figures).toEqual(Array(5).fill('broadcast-1'));
});

test('others have their turn between the chunks of a broadcast', async () => {
  const { clock, source, publisher } = openRelay();
  source.join(...people(1_000), 'ana');
  publisher.online(...people(1_000), 'ana');
  source.pauseWith(async (method) => {
    // A request of Ana’s comes in while the first chunk is being replayed.
    if (method === 'replay' && source.replays.length === 0) source.commit('ana');
  });
  source.broadcast();
  await clock.settle();
  const place = publisher.delivered.findIndex(({ channel }) => channel === 'private-user-ana');
  expect(publisher.delivered).toHaveLength(1_002);
  expect(place).toBeLessThan(200);
});

test('a log that moves during a run is carried by another run', async () => {
  const { clock, source, publisher } = openRelay();
  source.join(...people(150));
  publisher.online(...people(150));
  source.pauseWith(async (method) => {
    // The second one goes out when the first hundred have been replayed.
    if (method === 'replay' && source.replays.length === 1) source.broadcast();
  });
  source.broadcast();
  await clock.settle();
  for (const userId of people(150)) expect([userId, source.replayed(userId)]).toEqual([userId, true]);
  expect(source.replays.map((ids) => ids.length)).toEqual([50, 50, 50, 50, 50, 50]);
});

test('runs never overlap', async () => {
  const { clock, source, publisher } = openRelay();
  source.join(...people(300));
  publisher.online(...people(300));
  let inside = 0;
  let most = 0;
  source.pauseWith(async (method) => {
    if (method !== 'replay') return;
    most = Math.max(most, ++inside);
    await new Promise<void>((resolve) => clock.timers.after(10, resolve));
    inside -= 1;
  });
  for (let i = 0; i < 5; i++) {
    source.broadcast();
    await clock.advance(5);
  }
  await clock.advance(1_000);
  expect(most).toBe(1);
  for (const userId of people(300)) expect(source.replayed(userId)).toBe(true);
});

test('nobody online costs nothing but a look', async () => {
  const { clock, source, publisher } = openRelay();
  source.join(...people(10));
  source.broadcast();
  await clock.settle();
  expect(source.replays).toEqual([]);
  expect(publisher.calls).toEqual([]);
  expect(source.calls.logHead).toBe(1);
});

test('where nobody here knows who is online one hint without content goes to everybody', async () => {
  const { clock, source, publisher } = openRelay({ hosted: true, spreadMs: 7_000 });
  source.join('ana');
  source.broadcast();
  await clock.settle();
  expect(publisher.delivered).toEqual([
    {
      channel: 'private-broadcasts',
      name: 'broadcasts.moved',
      data: { v: 1, asOf: expect.any(Number), spreadMs: 7_000 },
    },
  ]);
  expect(source.replays).toEqual([]);
});

test('no two hints are alike, also within one millisecond: a service may take the second for a replayed one', async () => {
  const { clock, source, publisher } = openRelay({ hosted: true });
  source.broadcast();
  await clock.settle();
  source.broadcast();
  await clock.settle();
  const hints = publisher.on('private-broadcasts').map((hint) => JSON.stringify(hint));
  expect(hints).toHaveLength(2);
  expect(new Set(hints).size).toBe(2);
});

test('a hint that was refused is sent again', async () => {
  const { clock, source, publisher, logger } = openRelay({ hosted: true });
  publisher.goDown();
  source.broadcast();
  await clock.advance(10_000);
  expect(publisher.delivered).toEqual([]);
  publisher.comeBack();
  await clock.advance(10_001);
  expect(publisher.on('private-broadcasts')).toHaveLength(1);
  expect(logger.lines).toEqual([
    'warn The broadcast log did not reach all open inboxes; trying again',
    'info The broadcast log reaches open inboxes again',
  ]);
});

test('a busy store ends the run, and a later one carries on', async () => {
  const { clock, source, publisher } = openRelay();
  source.join(...people(500));
  publisher.online(...people(500));
  source.fail('replay', new AppError('unavailable', 'The database is busy.'));
  source.broadcast();
  await clock.settle();
  expect(source.calls.replay).toBe(1);
  source.heal();
  await clock.advance(251);
  for (const userId of people(500)) expect(publisher.told(userId)).toEqual(['0→1']);
});

test('one chunk in trouble holds the others up neither now nor later', async () => {
  const { clock, source, publisher } = openRelay();
  source.join(...people(300));
  publisher.online(...people(300));
  let refusals = 2;
  source.pauseWith(async (method) => {
    if (method === 'replay' && source.calls.replay % 3 === 2 && refusals-- > 0) throw new Error('a bad row');
  });
  source.broadcast();
  await clock.settle();
  expect(people(300).filter((userId) => source.replayed(userId))).toHaveLength(200);
  await clock.advance(1_000);
  expect(people(300).filter((userId) => source.replayed(userId))).toHaveLength(300);
  for (const userId of people(300)) expect(publisher.told(userId)).toEqual(['0→1']);
});

test('a log that moved untold is noticed by the sweep', async () => {
  const { clock, source, publisher, relay } = openRelay();
  source.join('ana');
  publisher.online('ana');
  relay.start();
  await clock.settle();
  source.broadcastUntold();
  await clock.advance(5_000);
  expect(publisher.told('ana')).toEqual(['0→1']);
  const looked = source.calls.replay;
  await clock.advance(20_000);
  expect(source.calls.replay).toBe(looked);
  source.broadcastUntold();
  await clock.advance(5_000);
  expect(publisher.told('ana')).toEqual(['0→1', '1→2']);
});

test('a restart with another realtime service makes open clients look once', async () => {
  // The process may have died between the commit and the hint; its clients’ sockets live elsewhere.
  const { clock, source, publisher, relay } = openRelay({ hosted: true });
  source.broadcastUntold();
  relay.start();
  await clock.advance(60_000);
  expect(publisher.on('private-broadcasts')).toHaveLength(1);
});

test('stopping ends a broadcast between two chunks', async () => {
  const { clock, source, publisher, relay } = openRelay();
  source.join(...people(1_000));
  publisher.online(...people(1_000));
  let stopped: Promise<void> | undefined;
  source.pauseWith(async (method) => {
    if (method === 'replay' && source.replays.length === 1) stopped = relay.stop();
  });
  source.broadcast();
  await clock.settle();
  await stopped;
  expect(source.replays).toHaveLength(2);
  // What those chunks committed was still told.
  expect(publisher.delivered).toHaveLength(100);
  expect(source.dirty()).toEqual([]);
});

test('where another service carries the events, those with a stream here are reached even while it is away', async () => {
  const { clock, source, publisher } = openRelay({ hosted: true, streamUsers: () => ['ana'] });
  source.join('ana', 'ben');
  publisher.goDown();
  source.broadcast();
  await clock.settle();
  expect([source.replayed('ana'), source.replayed('ben')]).toEqual([true, false]);
  publisher.comeBack();
  await clock.advance(1_000);
  expect(publisher.delivered.map(({ name }) => name)).toContain('broadcasts.moved');
});

test('a hint that was kept waiting by the service comes within a second of its return, for half the usual spread', async () => {
  const { clock, source, publisher } = openRelay({ hosted: true, spreadMs: 3_000 });
  const hints = () => publisher.delivered.filter(({ name }) => name === 'broadcasts.moved');
  source.broadcast();
  await clock.settle();
  expect(hints()).toMatchObject([{ data: { spreadMs: 3_000 } }]);
  publisher.goDown();
  source.broadcast();
  await clock.advance(600_000);
  publisher.comeBack();
  await clock.advance(1_001);
  expect(hints()).toMatchObject([{ data: { spreadMs: 3_000 } }, { data: { spreadMs: 1_500 } }]);
});
