import { expect, test } from 'vitest';
import type { RealtimeSettings } from '@/lib/realtime/settings';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import type { Connection } from './connection';
import type { ChannelListener } from './link';
import { createSharing, LINGER_MS } from './shared-connection';

const HERE: RealtimeSettings = {
  key: 'a-key',
  embedded: true,
  host: null,
  port: null,
  cluster: null,
  secure: null,
};
const DEAF: ChannelListener = { onState: () => {}, onEvent: () => {} };

function setUp(slots: Record<symbol, unknown> = {}) {
  const clock = createManualClock();
  const opened: { over: boolean; closed: number; retries: number; listening: number }[] = [];
  const open = (): Connection => {
    const one = { over: false, closed: 0, retries: 0, listening: 0 };
    opened.push(one);
    return {
      listen: () => {
        one.listening += 1;
        return () => {
          one.listening -= 1;
        };
      },
      retry: () => {
        one.retries += 1;
      },
      isOver: () => one.over,
      close: () => {
        one.closed += 1;
        one.over = true;
      },
    };
  };
  const connect = createSharing({
    connect: open,
    clock: { now: clock.now, after: clock.timers.after },
    slots,
  });
  return { clock, opened, connect };
}

test('asking for it opens nothing: the server renders with it as well', () => {
  const { opened, connect } = setUp();
  connect(HERE).retry();

  expect(opened).toHaveLength(0);
});

test('all who listen with the same settings share one, also from another copy of the module', () => {
  const slots = {};
  const one = setUp(slots);
  const other = setUp(slots);
  one.connect(HERE).listen('private-user-ana', DEAF);
  one.connect({ ...HERE }).listen('private-broadcast-1', DEAF);
  other.connect(HERE).listen('private-user-ana', DEAF);

  expect(one.opened.map(({ listening }) => listening)).toEqual([3]);
  expect(other.opened).toHaveLength(0);
});

test('other settings are another connection', () => {
  const { opened, connect } = setUp();
  connect(HERE).listen('private-user-ana', DEAF);
  connect({ ...HERE, key: 'another-key' }).listen('private-user-ana', DEAF);

  expect(opened).toHaveLength(2);
});

test('stopping and starting again in one turn, as strict mode does, keeps the connection', async () => {
  const { clock, opened, connect } = setUp();
  connect(HERE).listen('private-user-ana', DEAF)();
  connect(HERE).listen('private-user-ana', DEAF);
  await clock.advance(10 * LINGER_MS);

  expect(opened).toMatchObject([{ closed: 0, listening: 1 }]);
});

test('it closes a moment after the last has left, and the next opens a new one', async () => {
  const { clock, opened, connect } = setUp();
  const stop = connect(HERE).listen('private-user-ana', DEAF);
  const other = connect(HERE).listen('private-broadcast-1', DEAF);
  stop();
  stop();
  await clock.advance(10 * LINGER_MS);
  expect(opened).toMatchObject([{ closed: 0 }]);

  other();
  await clock.advance(LINGER_MS - 1);
  expect(opened).toMatchObject([{ closed: 0 }]);
  await clock.advance(1);
  expect(opened).toMatchObject([{ closed: 1 }]);

  connect(HERE).listen('private-user-ana', DEAF);
  expect(opened).toHaveLength(2);
});

test('after somebody was signed out, whoever signs in gets a new connection', () => {
  const { opened, connect } = setUp();
  const stop = connect(HERE).listen('private-user-ana', DEAF);
  const [first] = opened;
  if (first) first.over = true;
  stop();

  connect(HERE).listen('private-user-ben', DEAF);

  expect(opened).toMatchObject([{ closed: 1 }, { listening: 1, closed: 0 }]);
});

test('a hurry reaches the connection that is open', () => {
  const { opened, connect } = setUp();
  connect(HERE).listen('private-user-ana', DEAF);
  connect(HERE).retry();

  expect(opened).toMatchObject([{ retries: 1 }]);
});
