import 'server-only';

type Window = readonly [from: number, to: number];

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60 * 1000;

/** Working hours by the server's clock. */
const FROM_HOUR = 8;
const TO_HOUR = 18;
/** The newest few are fresh whenever the demo is started, also on a Sunday night. */
const FRESH_MINUTES = [94, 27, 4];

/**
 * `count` times within the seven days before `now`, rising: in the working hours of the weekdays, the last
 * three within the last hours. `person` shifts them, so that two people's differ. Milliseconds.
 */
export function workingTimes(now: number, count: number, person: number): number[] {
  const fresh = FRESH_MINUTES.map((minutes) => now - (minutes + person) * MINUTE_MS).slice(-count);
  const windows = weekBefore(now);
  const total = lengthOf(windows);
  const spread = Array.from({ length: count - fresh.length }, (_, index) => {
    const place = (index + 0.15 + 0.7 * scatter(index, person)) / (count - fresh.length);
    return placeIn(windows, place * total);
  });
  return [...spread, ...fresh];
}

/** The time at this share (0 to 1) of the week's working hours before `now`. */
export function workingTime(now: number, share: number): number {
  const windows = weekBefore(now);
  return placeIn(windows, share * lengthOf(windows));
}

/** Up to where the fresh ones begin. */
function weekBefore(now: number): Window[] {
  return workingWindows(now - 7 * DAY_MS, now - 2 * HOUR_MS);
}

function lengthOf(windows: readonly Window[]): number {
  return windows.reduce((sum, [from, to]) => sum + (to - from), 0);
}

function workingWindows(from: number, to: number): Window[] {
  const windows: Window[] = [];
  for (let day = new Date(from).setHours(0, 0, 0, 0); day < to; day += DAY_MS) {
    const start = Math.max(from, new Date(day).setHours(FROM_HOUR, 0, 0, 0));
    const end = Math.min(to, new Date(day).setHours(TO_HOUR, 0, 0, 0));
    if (!isWeekend(day) && start < end) windows.push([start, end]);
  }
  return windows;
}

function placeIn(windows: readonly Window[], offset: number): number {
  let rest = offset;
  for (const [from, to] of windows) {
    if (rest < to - from) return Math.floor(from + rest);
    rest -= to - from;
  }
  throw new Error('A week without working hours.');
}

function isWeekend(time: number): boolean {
  return [0, 6].includes(new Date(time).getDay());
}

/** From 0 to 1, the same at every start: multiples of the golden ratio never bunch up. */
function scatter(index: number, person: number): number {
  return ((index + 1) * 0.618034 + person * 0.37) % 1;
}
