import { expect, test, vi } from 'vitest';
import { createMeter, METER_SECONDS, runMeter } from './meter';

/** A meter over counters and a clock that the test moves. */
function opened(startMs = 10_000) {
  const counters = { messagesIn: 0, messagesOut: 0 };
  let nowMs = startMs;
  let reads = 0;
  const meter = createMeter({
    read: () => {
      reads += 1;
      return { ...counters };
    },
    now: () => nowMs,
  });
  return {
    meter,
    reads: () => reads,
    /** So much time passes and so many messages go, then the meter looks. */
    after(ms: number, messagesOut = 0, messagesIn = 0) {
      nowMs += ms;
      counters.messagesOut += messagesOut;
      counters.messagesIn += messagesIn;
      meter.sample();
    },
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('before its first look there is nothing, and after it nothing to compare with', () => {
  const { meter, after } = opened();
  expect(meter.series()).toEqual({ lastSecond: 0, ageMs: 0, messagesIn: [], messagesOut: [] });
  after(0, 50);
  expect(meter.series()).toMatchObject({ lastSecond: 10, messagesIn: [], messagesOut: [] });
});

test('each second has what passed in it, the newest last', () => {
  const { meter, after } = opened();
  after(0, 7);
  after(1_000, 3, 1);
  after(1_000);
  after(1_000, 10, 4);
  expect(meter.series()).toMatchObject({ lastSecond: 13, messagesOut: [3, 0, 10], messagesIn: [1, 0, 4] });
});

test('a late look spreads what it finds over the seconds it missed, and loses none of it', () => {
  const { meter, after } = opened();
  after(0);
  after(4_000, 10);
  expect(meter.series().messagesOut).toEqual([2.5, 2.5, 2.5, 2.5]);
});

test('two looks within one second are one', () => {
  const { meter, after, reads } = opened();
  after(0);
  after(400, 5);
  expect([meter.series().messagesOut, reads()]).toEqual([[], 1]);
  after(600, 2);
  expect(meter.series().messagesOut).toEqual([7]);
});

test('it remembers five minutes and no more', () => {
  const { meter, after } = opened();
  after(0);
  for (let second = 1; second <= METER_SECONDS + 20; second++) after(1_000, second);
  const { messagesOut } = meter.series();
  expect(messagesOut).toHaveLength(METER_SECONDS);
  expect([messagesOut[0], messagesOut.at(-1)]).toEqual([21, 320]);
});

test('a pause of hours leaves five minutes of its share', () => {
  const { meter, after } = opened();
  after(0);
  after(1_000, 9);
  after(3_600_000, 3_600);
  const { messagesOut, lastSecond } = meter.series();
  expect(messagesOut).toEqual(Array(METER_SECONDS).fill(1));
  expect(lastSecond).toBe(3_611);
});

test('it says how old its newest second is', () => {
  const { meter, after, wait } = opened();
  after(250);
  wait(300);
  expect(meter.series().ageMs).toBe(550);
});

test('it looks once a second until it is stopped', () => {
  vi.useFakeTimers();
  try {
    let looks = 0;
    const sample = () => {
      looks += 1;
    };
    const stop = runMeter({ ...opened().meter, sample });
    vi.advanceTimersByTime(5_000);
    expect(looks).toBe(6);
    stop();
    vi.advanceTimersByTime(5_000);
    expect(looks).toBe(6);
  } finally {
    vi.useRealTimers();
  }
});

test('it keeps no process alive', () => {
  const holding = () => process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length;
  const before = holding();
  const ordinary = setInterval(() => undefined, 60_000);
  expect(holding()).toBe(before + 1);
  clearInterval(ordinary);
  const stop = runMeter(opened().meter);
  expect(holding()).toBe(before);
  stop();
});
