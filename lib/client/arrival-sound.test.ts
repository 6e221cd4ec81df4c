import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createArrivalSound, SOUND_EVERY_MS } from './arrival-sound';
import type { TabLocks } from './speaking-tab';

/** Tabs of one browser that note which of them sounds; locks as the Web Locks API has them for `ifAvailable`. */
function openTabs(count: number, { hasLocks = true, remembered = null as string | null } = {}) {
  const clock = createManualClock();
  const sounded: number[] = [];
  const held = new Set<string>();
  const memory = {
    value: remembered,
    get: () => memory.value,
    set: (value: string) => (memory.value = value),
  };
  const locks = {
    async request(name: string, _: LockOptions, run: (lock: object | null) => unknown) {
      if (held.has(name)) return run(null);
      held.add(name);
      try {
        return await run({});
      } finally {
        held.delete(name);
      }
    },
  } as unknown as TabLocks;
  const states = Array.from({ length: count }, () => ({ isOn: true, isReady: true, focused: false }));
  const tabs = states.map((state, nth) => ({
    state,
    ...createArrivalSound({
      viewerId: 'u1',
      isOn: () => state.isOn,
      chime: { isReady: () => state.isReady, play: () => void sounded.push(nth) },
      locks: () => (hasLocks ? locks : null),
      focused: () => state.focused,
      memory,
      clock: { now: clock.now, after: clock.timers.after },
    }),
  }));
  return {
    tabs,
    sounded,
    clock,
    async arrives(newest: number, to = tabs) {
      for (const tab of to) void tab.arrived(newest);
      await clock.settle();
    },
  };
}

test('what arrives in five tabs sounds in one', async () => {
  const { arrives, sounded } = openTabs(5);
  await arrives(7);
  expect(sounded).toEqual([0]);
});

test('until it is turned on nothing sounds', async () => {
  const { tabs, arrives, sounded } = openTabs(2);
  for (const { state } of tabs) state.isOn = false;
  await arrives(7);
  expect(sounded).toEqual([]);
  for (const { state } of tabs) state.isOn = true;
  await arrives(8);
  expect(sounded).toEqual([0]);
});

test('a tab that may not be heard silences no other', async () => {
  const { tabs, arrives, sounded } = openTabs(3);
  for (const { state } of tabs.slice(0, 2)) state.isReady = false;
  await arrives(7);
  expect(sounded).toEqual([2]);
});

test('a storm sounds once in five seconds, whichever tab hears it', async () => {
  const { arrives, sounded, clock } = openTabs(3);
  for (let newest = 1; newest <= 49; newest += 1) {
    await arrives(newest);
    await clock.advance(100);
  }
  expect(sounded).toHaveLength(1);
  await clock.advance(SOUND_EVERY_MS);
  await arrives(50);
  expect(sounded).toHaveLength(2);
});

test('a tab that hears late of what has sounded does not sound for it again, and does for the next', async () => {
  const { tabs, arrives, sounded, clock } = openTabs(2);
  await arrives(7, tabs.slice(0, 1));
  await clock.advance(SOUND_EVERY_MS + 1);
  await arrives(7, tabs.slice(1));
  expect(sounded).toEqual([0]);
  await arrives(8, tabs.slice(1));
  expect(sounded).toEqual([0, 1]);
});

test.each(['', 'null', '[1]', '{"a":1}', `[999,${'9'.repeat(400)}]`])(
  'rubbish in what the browser remembers (%s) silences nothing',
  async (remembered) => {
    const { arrives, sounded } = openTabs(1, { remembered });
    await arrives(7);
    expect(sounded).toEqual([0]);
  },
);

test('numbers that begin anew, as after a restored database, sound again after a minute', async () => {
  const { arrives, sounded, clock } = openTabs(1);
  await arrives(900);
  await clock.advance(60_000);
  await arrives(3);
  expect(sounded).toEqual([0, 0]);
});

test('without locks the tab with the focus sounds, as rarely', async () => {
  const { tabs, arrives, sounded, clock } = openTabs(3, { hasLocks: false });
  const [, second] = tabs;
  if (second) second.state.focused = true;
  await arrives(1);
  await arrives(2);
  expect(sounded).toEqual([1]);
  await clock.advance(SOUND_EVERY_MS);
  await arrives(3);
  expect(sounded).toEqual([1, 1]);
});
