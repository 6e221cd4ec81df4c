import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import type { Connection } from './connection';
import type { ChannelListener } from './link';
import { createSharing, LINGER_MS } from './shared-connection';
import { EMBEDDED } from './testing/open-inbox';

const listener: ChannelListener = { onState: () => {}, onEvent: () => {} };

type Opened = {
  listening: number;
  retries: number;
  pings: number;
  resting: boolean;
  state: 'open' | 'signed-out' | 'closed';
};

function shared() {
  const clock = createManualClock();
  const opened: Opened[] = [];
  const slots: Record<symbol, unknown> = {};
  const deps = {
    clock: { now: clock.now, after: clock.timers.after },
    slots,
    connect(): Connection {
      const one: Opened = { listening: 0, retries: 0, pings: 0, resting: false, state: 'open' };
      opened.push(one);
      return {
        listen() {
          one.listening += 1;
          return () => {
            one.listening -= 1;
          };
        },
        retry() {
          one.retries += 1;
        },
        ping() {
          one.pings += 1;
        },
        rest(resting) {
          one.resting = resting;
        },
        signOut() {
          one.state = 'signed-out';
        },
        isOver: () => one.state !== 'open',
        close() {
          one.state = 'closed';
        },
      };
    },
  };
  return { connect: createSharing(deps), again: createSharing(deps), clock, opened };
}

test('nothing is opened until somebody listens', () => {
  const { connect, opened } = shared();
  connect(EMBEDDED).retry();
  expect(opened).toEqual([]);
});

test('all who ask with the same settings share one connection, also from another copy of the module', () => {
  const { connect, again, opened } = shared();
  connect(EMBEDDED).listen('a', listener);
  connect({ ...EMBEDDED }).listen('b', listener);
  again(EMBEDDED).listen('c', listener);
  expect(opened).toMatchObject([{ listening: 3, retries: 0, state: 'open' }]);
});

test('other settings are another connection', () => {
  const { connect, opened } = shared();
  connect(EMBEDDED).listen('a', listener);
  connect({ ...EMBEDDED, key: 'another' }).listen('a', listener);
  expect(opened).toHaveLength(2);
});

test('it closes a moment after the last listener has left', async () => {
  const { connect, clock, opened } = shared();
  const first = connect(EMBEDDED).listen('a', listener);
  const second = connect(EMBEDDED).listen('a', listener);
  first();
  await clock.advance(LINGER_MS);
  expect(opened[0]?.state).toBe('open');
  second();
  await clock.advance(LINGER_MS - 1);
  expect(opened[0]).toMatchObject({ listening: 0, state: 'open' });
  await clock.advance(1);
  expect(opened[0]?.state).toBe('closed');
});

test('leaving twice counts once', async () => {
  const { connect, clock, opened } = shared();
  const first = connect(EMBEDDED).listen('a', listener);
  connect(EMBEDDED).listen('a', listener);
  first();
  first();
  await clock.advance(LINGER_MS);
  expect(opened[0]).toMatchObject({ listening: 1, state: 'open' });
});

test('who comes back within the moment keeps the connection', async () => {
  const { connect, clock, opened } = shared();
  connect(EMBEDDED).listen('a', listener)();
  await clock.advance(LINGER_MS - 1);
  connect(EMBEDDED).listen('a', listener);
  await clock.advance(LINGER_MS);
  expect(opened).toMatchObject([{ listening: 1, retries: 0, state: 'open' }]);
});

test('who comes back after it gets a new one', async () => {
  const { connect, clock, opened } = shared();
  connect(EMBEDDED).listen('a', listener)();
  await clock.advance(LINGER_MS);
  connect(EMBEDDED).listen('a', listener);
  expect(opened.map(({ state }) => state)).toEqual(['closed', 'open']);
});

test('one that was signed out is replaced: somebody may have signed in', () => {
  const { connect, opened } = shared();
  connect(EMBEDDED).listen('a', listener);
  if (opened[0]) opened[0].state = 'signed-out';
  connect(EMBEDDED).listen('a', listener);
  expect(opened.map(({ state }) => state)).toEqual(['closed', 'open']);
});

test('a sign-out reaches all who share it', () => {
  const { connect, again, opened } = shared();
  connect(EMBEDDED).listen('a', listener);
  again(EMBEDDED).signOut();
  expect(opened[0]?.state).toBe('signed-out');
});

test('a hurry reaches the connection that is open', () => {
  const { connect, opened } = shared();
  connect(EMBEDDED).listen('a', listener);
  connect(EMBEDDED).retry();
  connect(EMBEDDED).ping();
  connect(EMBEDDED).rest(true);
  expect(opened[0]).toMatchObject({ retries: 1, pings: 1, resting: true });
});
