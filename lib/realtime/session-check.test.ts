import { expect, test } from 'vitest';
import { createSessionCheck, type Standing, standingOf } from './session-check';
import { createSessionSockets } from './session-sockets';
import { createManualClock } from './testing/manual-clock';
import { createRecordingLog } from './testing/recording-log';

const MEMBER: Standing = { authVersion: 1, role: 'member' };

/** Open sockets `<session>.<n>` under a model of the database in which tests change what sessions are worth. */
function open() {
  const clock = createManualClock();
  const logger = createRecordingLog();
  const closed: string[] = [];
  const live = new Map<string, Standing>();
  const asked: number[] = [];
  const database: { failure: unknown; meanwhile: () => void } = { failure: null, meanwhile: () => {} };
  const register = () =>
    createSessionSockets({ close: (id) => void closed.push(id), now: () => clock.now() });
  const [sockets, streams] = [register(), register()];
  const check = createSessionCheck({
    registers: [sockets, streams],
    async standings(ids) {
      asked.push(ids.length);
      const answer = new Map([...live].filter(([id]) => ids.includes(id)));
      database.meanwhile();
      if (database.failure !== null) throw database.failure;
      return answer;
    },
    logger,
    timers: clock.timers,
  });
  const sign = (session: string, standing = MEMBER) => void live.set(session, standing);
  return { clock, logger, closed, live, asked, database, sockets, streams, check, sign };
}

test('whatever ends a session, its sockets and streams are closed within thirty seconds, and no others', async () => {
  const { clock, closed, live, sockets, streams, check, sign } = open();
  for (const session of ['revoked', 'demoted', 'new-password', 'stays']) {
    sign(session);
    sockets.remember(session, `${session}.1`, standingOf(MEMBER));
    streams.remember(session, `${session}.2`, standingOf(MEMBER));
  }
  check.start();
  await clock.advance(30_000);
  expect(closed).toEqual([]);
  // Nobody here is told of any of these.
  live.delete('revoked');
  live.set('demoted', { authVersion: 1, role: 'sender' });
  live.set('new-password', { authVersion: 2, role: 'member' });
  await clock.advance(29_999);
  expect(closed).toEqual([]);
  await clock.advance(1);
  expect(closed.sort()).toEqual([
    'demoted.1',
    'demoted.2',
    'new-password.1',
    'new-password.2',
    'revoked.1',
    'revoked.2',
  ]);
  check.stop();
  expect(clock.sleeping()).toBe(0);
});

test('a session that goes on in another role may open anew at once', async () => {
  const { clock, closed, live, sockets, check, sign } = open();
  sign('s');
  sockets.remember('s', '1.1', standingOf(MEMBER));
  check.start();
  live.set('s', { authVersion: 1, role: 'sender' });
  await clock.advance(30_000);
  sockets.remember('s', '1.2', standingOf({ authVersion: 1, role: 'sender' }));
  await clock.advance(30_000);
  expect(closed).toEqual(['1.1']);
  expect(sockets.size()).toBe(1);
});

test('a socket of a session that has changed since is not kept beside a new one', () => {
  const { closed, sockets } = open();
  sockets.remember('s', '1.1', standingOf({ authVersion: 1, role: 'sender' }));
  sockets.remember('s', '1.2', standingOf(MEMBER));
  expect(closed).toEqual(['1.1']);
  sockets.remember('s', '1.2', standingOf({ authVersion: 2, role: 'member' }));
  expect(closed).toEqual(['1.1', '1.2']);
  expect(sockets.size()).toBe(0);
  expect(sockets.sessions().size).toBe(0);
});

test('what is opened while the database is being asked is judged next time', async () => {
  const { clock, closed, database, sockets, check, sign } = open();
  sign('s');
  sockets.remember('s', '1.1', standingOf(MEMBER));
  check.start();
  database.meanwhile = () => {
    database.meanwhile = () => {};
    sign('late');
    sockets.remember('late', '2.1', standingOf(MEMBER));
  };
  await clock.advance(60_000);
  expect(closed).toEqual([]);
});

test('a thousand and more are asked for in bounded parts, one query for each, and nobody asks for none', async () => {
  const { clock, asked, sockets, check, sign } = open();
  check.start();
  await clock.advance(30_000);
  expect(asked).toEqual([]);
  for (let at = 0; at < 1_200; at++) {
    sign(`s${at}`);
    sockets.remember(`s${at}`, `${at}.1`, standingOf(MEMBER));
  }
  await clock.advance(30_000);
  expect(asked).toEqual([500, 500, 200]);
  expect(sockets.size()).toBe(1_200);
});

test('a change that is known of is looked at at once, and one during a look right after it', async () => {
  const { clock, closed, live, asked, database, sockets, check, sign } = open();
  for (const session of ['a', 'b']) {
    sign(session);
    sockets.remember(session, `${session}.1`, standingOf(MEMBER));
  }
  check.start();
  live.delete('a');
  database.meanwhile = () => {
    database.meanwhile = () => {};
    live.delete('b');
    check.look();
  };
  check.look();
  await clock.settle();
  expect(closed).toEqual(['a.1', 'b.1']);
  expect(asked).toEqual([2, 1]);
  check.stop();
  check.look();
  await clock.settle();
  expect([asked.length, clock.sleeping()]).toEqual([2, 0]);
});

test('a database that cannot be asked closes nobody, is said once, and is asked again', async () => {
  const { clock, logger, closed, live, database, sockets, check, sign } = open();
  sign('s');
  sockets.remember('s', '1.1', standingOf(MEMBER));
  live.delete('s');
  database.failure = new Error('the file is busy');
  check.start();
  await clock.advance(90_000);
  expect(closed).toEqual([]);
  database.failure = null;
  await clock.advance(30_000);
  expect(closed).toEqual(['1.1']);
  expect(logger.lines).toEqual([
    'error Open connections cannot be compared with their sessions',
    'info Closed what a session does not carry any more',
    'info Open connections are compared with their sessions again',
  ]);
});
