import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { KEPT_MAX, type KeptActs, openKeptActs } from './kept-acts';
import { keptInTime } from './kept-in-time';
import { createFakeDisk } from './testing/fake-kept';
import { actOf } from './testing/queue-of';

const NOW = Date.parse(actOf('any', 'a').at);
const now = { ms: NOW };
let opens: (viewerId?: string) => KeptActs;

beforeEach(() => {
  now.ms = NOW;
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => vi.unstubAllGlobals());

const keys = async (kept: KeptActs) => (await kept.list()).map(({ act }) => act.key);

describe.each([
  [
    'IndexedDB',
    () =>
      (viewerId = 'u1') =>
        openKeptActs(viewerId, () => now.ms),
  ],
  [
    'the stand-in of other tests',
    () => {
      const disk = createFakeDisk();
      return (viewerId = 'u1') => disk.open(viewerId, () => now.ms);
    },
  ],
] as const)('with %s', (_, make) => {
  beforeEach(() => {
    opens = make();
  });

  test('what one tab keeps, another one and a later page find in its order', async () => {
    const [one, two] = [opens(), opens()];
    await one.add(actOf('first', 'a'));
    await two.add(actOf('second', null));
    await one.add(actOf('third', 'b'));
    expect(await keys(opens())).toEqual(['first', 'second', 'third']);
    const places = (await two.list()).map(({ place }) => place);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect((await two.list())[0]?.act).toEqual(actOf('first', 'a'));
  });

  test('nobody finds what another person did in the same browser', async () => {
    await opens('u1').add(actOf('mine', 'a'));
    const other = opens('u2');
    expect(await keys(other)).toEqual([]);
    expect(await other.begin('mine')).toBe(false);
    expect(await other.cancel('mine', 'x')).toBe(false);
    await other.remove('mine');
    expect(await keys(opens('u1'))).toEqual(['mine']);
  });

  test('of two tabs one begins or one cancels, never both', async () => {
    const [one, two] = [opens(), opens()];
    for (let n = 0; n < 20; n += 1) {
      const key = `act ${n}`;
      await one.add(actOf(key, 'a'));
      const [begun, cancelled] = await Promise.all(
        n % 2 === 0
          ? [one.begin(key), two.cancel(key, 'undo')]
          : [two.cancel(key, 'undo').then((it) => !it), one.begin(key).then((it) => !it)],
      );
      expect(begun).toBe(!cancelled);
    }
  });

  test('an act that is cancelled takes its undoing with it, and one that was begun stays with it', async () => {
    const kept = opens();
    await kept.add(actOf('one', 'a'));
    await kept.add(actOf('undo one', null));
    expect(await kept.cancel('one', 'undo one')).toBe(true);
    expect(await keys(kept)).toEqual([]);
    await kept.add(actOf('two', 'a'));
    await kept.add(actOf('undo two', null));
    await kept.begin('two');
    expect(await kept.cancel('two', 'undo two')).toBe(false);
    expect(await keys(kept)).toEqual(['two', 'undo two']);
    expect((await kept.list())[0]?.act.begun).toBe(true);
  });

  test('a refusal stays and is not begun again', async () => {
    const kept = opens();
    await kept.add(actOf('one', 'a'));
    await kept.refuse('one');
    expect((await kept.list())[0]?.act.refused).toBe(true);
    expect(await kept.begin('one')).toBe(false);
    await kept.remove('one');
    expect(await keys(kept)).toEqual([]);
    // Of what is not there nothing is said.
    await kept.refuse('one');
    await kept.remove('one');
  });

  test('a lease is one tab’s until it ends or is given back', async () => {
    const kept = opens();
    expect(await kept.lease('tab 1', NOW + 1_000)).toBe(true);
    expect(await kept.lease('tab 2', NOW + 1_000)).toBe(false);
    expect(await opens('u2').lease('tab 3', NOW + 1_000)).toBe(true);
    expect(await kept.lease('tab 1', NOW + 2_000)).toBe(true);
    now.ms = NOW + 2_000;
    expect(await kept.lease('tab 2', NOW + 9_000)).toBe(true);
    await kept.release('tab 1');
    expect(await kept.lease('tab 1', NOW + 9_000)).toBe(false);
    await kept.release('tab 2');
    expect(await kept.lease('tab 1', NOW + 9_000)).toBe(true);
  });
});

test('no more than five hundred of a person are kept', async () => {
  const kept = openKeptActs('u1', () => NOW);
  for (let n = 0; n < KEPT_MAX; n += 1) await kept.add(actOf(`act ${n}`, 'a'));
  await expect(kept.add(actOf('one more', 'a'))).rejects.toThrow(/More than 500/);
  await openKeptActs('u2', () => NOW).add(actOf('another’s', 'a', { viewerId: 'u2' }));
  expect(await kept.list()).toHaveLength(KEPT_MAX);
});

test('what was kept for more than thirty days is of a browser that its person has left', async () => {
  await openKeptActs('u1').add(actOf('old', 'a'));
  const days = (count: number) => openKeptActs('u1', () => NOW + count * 86_400_000);
  expect(await keys(days(29))).toEqual(['old']);
  expect(await keys(days(31))).toEqual([]);
  expect(await keys(days(29))).toEqual([]);
});

test('what another version of the page has kept is left alone, and does not stand in the way', async () => {
  const kept = openKeptActs('u1', () => NOW);
  await kept.add(actOf('one', 'a'));
  // A deed that this version does not know.
  const strange: object = { ...actOf('strange', 'a'), deed: { kind: 'snooze', id: 'a' } };
  await kept.add(strange as ReturnType<typeof actOf>);
  await kept.add(actOf('two', 'a'));
  expect(await keys(kept)).toEqual(['one', 'two']);
});

test('without IndexedDB every call says so', async () => {
  vi.stubGlobal('indexedDB', undefined);
  const kept = openKeptActs('u1');
  await expect(kept.add(actOf('one', 'a'))).rejects.toThrow();
  await expect(kept.list()).rejects.toThrow();
});

test('what hangs is given up after three seconds', async () => {
  const clock = createManualClock();
  const hanging = { ...openKeptActs('u1'), list: () => new Promise<never>(() => {}) };
  const kept = keptInTime(hanging, { now: clock.now, after: clock.timers.after });
  const answer = kept.list().then(
    () => 'answered',
    () => 'given up',
  );
  await clock.advance(3_000);
  expect(await answer).toBe('given up');
  expect(await kept.add(actOf('one', 'a'))).toBe(1);
  expect(clock.sleeping()).toBe(0);
});
