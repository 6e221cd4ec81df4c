import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createTurn } from './tab-turn';
import { createFakeDisk } from './testing/fake-kept';

/** Web Locks as a browser has them: one holder of a name, the others wait in their order or until they give up. */
function createFakeLocks(): Pick<LockManager, 'request'> {
  let tail: Promise<unknown> = Promise.resolve();
  // The overloads of `request` cannot be written as one function: only this form is used.
  const request = (_: string, { signal }: LockOptions, work: () => Promise<void>) => {
    const before = tail;
    const mine = new Promise<void>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
      void before.then(() => (signal?.aborted ? undefined : work().then(resolve, reject)));
    });
    tail = mine.catch(() => {});
    return mine;
  };
  return { request: request as LockManager['request'] };
}

function tabsWith(locks: Pick<LockManager, 'request'> | undefined) {
  const clock = createManualClock();
  const disk = createFakeDisk();
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const tab = (owner: string) =>
    createTurn({
      name: 'turn',
      locks,
      lease: disk.open('u1', clock.now),
      owner,
      clock: { now: clock.now, after: clock.timers.after },
    });
  return {
    clock,
    log,
    works(owner: string, turn = tab(owner)): Promise<void> {
      return turn(() => {
        log.push(`${owner} begins`);
        return new Promise<void>((end) => ends.set(owner, end));
      });
    },
    async ends(owner: string): Promise<void> {
      ends.get(owner)?.();
      log.push(`${owner} ends`);
      await clock.advance(500);
    },
  };
}

test.each([
  ['a Web Lock', createFakeLocks],
  ['a lease', () => undefined],
])('with %s one tab works at a time, and the next follows', async (_, locks) => {
  const { works, ends, log, clock } = tabsWith(locks());
  const first = works('one');
  await clock.settle();
  const second = works('two');
  await clock.advance(5_000);
  expect(log).toEqual(['one begins']);
  await ends('one');
  await first;
  await ends('two');
  await second;
  expect(log).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  expect(clock.sleeping()).toBe(0);
});

test.each([
  ['a Web Lock', createFakeLocks],
  ['a lease', () => undefined],
])('with %s a tab that sleeps in its turn stops nobody for longer than fifteen seconds', async (_, locks) => {
  const { works, log, clock } = tabsWith(locks());
  void works('one');
  await clock.settle();
  void works('two');
  await clock.advance(14_000);
  expect(log).toEqual(['one begins']);
  await clock.advance(2_000);
  expect(log).toEqual(['one begins', 'two begins']);
});

test('the lease of a tab that was closed ends by itself', async () => {
  const clock = createManualClock();
  const lease = createFakeDisk().open('u1', clock.now);
  await lease.lease('closed', clock.now() + 10_000);
  const turn = createTurn({
    ...{ name: 'turn', locks: undefined, lease, owner: 'two' },
    clock: { now: clock.now, after: clock.timers.after },
  });
  let worked = false;
  void turn(async () => {
    worked = true;
  });
  await clock.advance(9_000);
  expect(worked).toBe(false);
  await clock.advance(1_500);
  expect(worked).toBe(true);
});

test('what fails in its turn is told to who took it', async () => {
  const clock = createManualClock();
  const turn = createTurn({
    ...{ name: 'turn', locks: createFakeLocks(), lease: createFakeDisk().open('u1'), owner: 'one' },
    clock: { now: clock.now, after: clock.timers.after },
  });
  await expect(turn(() => Promise.reject(new Error('No.')))).rejects.toThrow('No.');
});
