import { expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { openRelay, people, seeded } from './testing/open-relay';

test('a refused event is tried again and stays dirty until it is taken', async () => {
  const { clock, source, publisher } = openRelay();
  publisher.online('ana');
  publisher.goDown();
  source.commit('ana');
  await clock.advance(249);
  expect(publisher.calls).toHaveLength(1);
  expect(source.dirty()).toEqual(['ana']);
  publisher.comeBack();
  await clock.advance(1);
  expect(publisher.told('ana')).toEqual(['0→1']);
  await clock.advance(200);
  expect(source.dirty()).toEqual([]);
});

test('an hour of outage costs one event for each stream, few attempts and two lines of log', async () => {
  const { clock, source, publisher, relay, logger } = openRelay({ random: () => 0.5 });
  publisher.online(...people(300));
  relay.start();
  await clock.settle();
  publisher.goDown();
  for (let minute = 0; minute < 60; minute++) {
    source.commit(people(300));
    await clock.advance(60_000);
  }
  // A wait of 1 s (half of its cap of 2 s) between attempts: at most 3,600 in the hour, where 18,000 events were due.
  expect(publisher.calls.length).toBeLessThan(3_650);
  expect(publisher.delivered).toEqual([]);
  expect(logger.lines).toEqual([
    'warn The realtime service is not answering; trying again at growing intervals',
  ]);

  publisher.comeBack();
  await clock.advance(10_000);
  expect(publisher.delivered).toHaveLength(300);
  for (const userId of people(300)) expect(publisher.told(userId)).toEqual(['0→60']);
  expect(source.dirty()).toEqual([]);
  expect(logger.lines.slice(1)).toEqual(['warn The realtime service is answering again']);
});

for (const what of ['service', 'store'] as const) {
  test(`when the ${what} is back, all who waited are told at the first attempt that succeeds`, async () => {
    for (const count of [3, 6, 60]) {
      for (let seed = 1; seed <= 8; seed++) {
        const { clock, source, publisher, logger } = openRelay({ random: seeded(seed) });
        publisher.online(...people(count));
        if (what === 'service') publisher.goDown();
        else source.fail('pendingEvent', new AppError('unavailable', 'The database is busy.'));
        source.commit(people(count));
        await clock.advance(600_000 + seed * 777);
        expect(publisher.delivered).toEqual([]);
        if (what === 'service') publisher.comeBack();
        else source.heal();
        let waitedMs = 0;
        while (publisher.delivered.length === 0 && waitedMs < 60_000) {
          await clock.advance(10);
          waitedMs += 10;
        }
        expect(waitedMs).toBeLessThanOrEqual(2_000);
        expect([count, seed, publisher.delivered.length]).toEqual([count, seed, count]);
        expect(logger.lines.filter((line) => line.includes('is not answering'))).toHaveLength(1);
        expect(logger.lines.at(-1)).toContain('is answering again');
      }
    }
  });
}

test('the only person online is told within two seconds of the service’s return', async () => {
  const { clock, source, publisher, logger } = openRelay();
  publisher.online('ana');
  publisher.goDown();
  source.commit('ana');
  await clock.advance(3_600_000);
  expect(logger.lines).toEqual(['warn One stream cannot be published']);
  publisher.comeBack();
  await clock.advance(2_000);
  expect(publisher.told('ana')).toEqual(['0→1']);
});

test('the only busy inbox is enough to see that the service is away, and that it is back', async () => {
  const { clock, source, publisher, relay, logger } = openRelay();
  publisher.online('ana');
  publisher.goDown(new AppError('unavailable', 'The realtime service did not take the event: ECONNREFUSED.'));
  source.commit('ana');
  await clock.advance(60_000);
  expect(relay.health()).toMatchObject({ waiting: 1, service: 'down' });
  publisher.comeBack();
  await clock.advance(2_000);
  expect(publisher.told('ana')).toEqual(['0→1']);
  expect(relay.health().service).toBe('up');
  expect(logger.lines).toEqual([
    'warn The realtime service is not answering; trying again at growing intervals',
    'warn The realtime service is answering again',
  ]);
});

test('one stream that the service refuses holds nobody else up', async () => {
  const { clock, source, publisher, logger } = openRelay();
  publisher.online('bad', ...people(9));
  publisher.refused.add('private-user-bad');
  source.commit(['bad', ...people(9)]);
  // The batch was refused with it; each then goes alone.
  await clock.advance(250);
  for (const userId of people(9)) expect(publisher.told(userId)).toContain('0→1');
  await clock.advance(60_000);
  source.commit('u1');
  await clock.settle();
  expect(publisher.told('u1')).toContain('1→2');
  expect(publisher.told('bad')).toEqual([]);
  expect(logger.lines).toEqual(['warn One stream cannot be published']);
});

test('one stream that cannot be read holds nobody else up', async () => {
  const { clock, source, publisher, logger } = openRelay();
  publisher.online('bad', 'ana');
  source.failFor('bad');
  source.commit(['bad', 'ana']);
  await clock.settle();
  expect(publisher.told('ana')).toEqual(['0→1']);
  await clock.advance(60_000);
  expect(logger.lines).toEqual(['warn One stream cannot be published']);
  source.heal();
  await clock.advance(30_000);
  expect(publisher.told('bad')).toEqual(['0→1']);
});

test('a store that is busy is asked again', async () => {
  const { clock, source, publisher } = openRelay();
  publisher.online('ana');
  source.fail('pendingEvent', new AppError('unavailable', 'The database is busy.'));
  source.commit('ana');
  await clock.settle();
  expect(publisher.told('ana')).toEqual([]);
  source.heal();
  await clock.advance(250);
  expect(publisher.told('ana')).toEqual(['0→1']);
});

test('a store that is down is asked seldom and spoken of once', async () => {
  const { clock, source, publisher, relay, logger } = openRelay();
  publisher.online(...people(200));
  relay.start();
  await clock.settle();
  for (const method of ['pendingEvent', 'dirtyStreams', 'logHead', 'markPublished', 'replay'] as const) {
    source.fail(method, new AppError('unavailable', 'The database is busy.'));
  }
  source.commit(people(200));
  await clock.advance(60_000);
  // Some batches of ten until it is known to be down, then one stream at a time.
  expect(source.calls.pendingEvent).toBeLessThan(120);
  expect(logger.lines).toEqual(['warn The store is not answering; trying again at growing intervals']);
  source.heal();
  await clock.advance(10_000);
  expect(publisher.delivered).toHaveLength(200);
  expect(logger.lines.slice(1)).toEqual(['warn The store is answering again']);
});

test('while nothing can be recorded nothing is published twice', async () => {
  const { clock, source, publisher, relay, logger } = openRelay();
  publisher.online('ana');
  relay.start();
  source.fail('markPublished', new AppError('storage_full', 'The disk is full.'));
  source.commit('ana');
  await clock.advance(60_000);
  source.commit('ana');
  await clock.advance(60_000);
  expect(publisher.told('ana')).toEqual(['0→1', '1→2']);
  expect(logger.lines).toEqual(['warn What was published could not be recorded; trying again']);
  source.heal();
  await clock.advance(15_000);
  expect(source.dirty()).toEqual([]);
  expect(logger.lines.slice(1)).toEqual(['info What was published is recorded again']);
});

test('it says how many streams wait and what is down, for as long as it is', async () => {
  const { clock, source, publisher, relay } = openRelay();
  publisher.online(...people(30));
  relay.start();
  await clock.settle();
  expect(relay.health()).toEqual({ waiting: 0, service: 'up', store: 'up' });
  publisher.goDown();
  source.commit(people(30));
  await clock.advance(60_000);
  expect(relay.health()).toEqual({ waiting: 30, service: 'down', store: 'up' });
  publisher.comeBack();
  await clock.advance(20_000);
  expect(relay.health()).toEqual({ waiting: 0, service: 'up', store: 'up' });
  source.fail('dirtyStreams', new AppError('unavailable', 'The database is busy.'));
  await clock.advance(60_000);
  expect(relay.health()).toMatchObject({ service: 'up', store: 'down' });
});
