/**
 * Remembers how much counters rose in each of the last 300 seconds, in a ring of fixed size, so that a page opened
 * now shows what came before it. Total is kept: a look that comes late (the process was busy) spreads what it
 * finds evenly over the seconds it missed, and two looks within one second are one.
 */
export function createMeter(options: {
  /** The counters as they stand; they only rise. */
  read: () => MeterReading;
  /** Milliseconds of a clock that is never put back: `performance.now`. */
  now: () => number;
}): Meter {
  const { read, now } = options;
  const received = new Float64Array(METER_SECONDS);
  const sent = new Float64Array(METER_SECONDS);
  let last: { second: number; reading: MeterReading } | null = null;
  let filled = 0;

  function sample(): void {
    const second = Math.floor(now() / EVERY_MS);
    if (last !== null && second <= last.second) return;
    const reading = read();
    if (last !== null) fill(last, { second, reading });
    last = { second, reading };
  }

  function fill(from: { second: number; reading: MeterReading }, to: typeof from): void {
    const seconds = to.second - from.second;
    const share = (counter: keyof MeterReading) =>
      Math.max(0, to.reading[counter] - from.reading[counter]) / seconds;
    const [receivedShare, sentShare] = [share('messagesIn'), share('messagesOut')];
    for (let second = Math.max(from.second, to.second - METER_SECONDS) + 1; second <= to.second; second++) {
      received[second % METER_SECONDS] = receivedShare;
      sent[second % METER_SECONDS] = sentShare;
    }
    filled = Math.min(METER_SECONDS, filled + seconds);
  }

  function series(): MeterSeries {
    if (last === null) return { lastSecond: 0, ageMs: 0, messagesIn: [], messagesOut: [] };
    const lastSecond = last.second;
    const inOrder = (ring: Float64Array) =>
      Array.from({ length: filled }, (_, i) =>
        rounded(ring[(lastSecond - filled + 1 + i) % METER_SECONDS] ?? 0),
      );
    return {
      lastSecond,
      ageMs: Math.max(0, now() - lastSecond * EVERY_MS),
      messagesIn: inOrder(received),
      messagesOut: inOrder(sent),
    };
  }

  return { sample, series };
}

/** Looks at the counters every second until it is stopped; keeps no process alive. */
export function runMeter(meter: Meter): () => void {
  meter.sample();
  const timer = setInterval(meter.sample, EVERY_MS).unref();
  return () => clearInterval(timer);
}

export type MeterReading = Readonly<{ messagesIn: number; messagesOut: number }>;

export type Meter = Readonly<{
  /** Looks at the counters now. */
  sample(): void;
  /** A copy of what is remembered. */
  series(): MeterSeries;
}>;

/** What passed in each second, oldest first, at most 300 of them; `lastSecond` numbers the newest. */
export type MeterSeries = Readonly<{
  lastSecond: number;
  /** How long ago the newest second was looked at, in milliseconds. */
  ageMs: number;
  messagesIn: readonly number[];
  messagesOut: readonly number[];
}>;

/** Five minutes: long enough to see what led to a complaint, short enough to read at one look. */
export const METER_SECONDS = 300;
const EVERY_MS = 1_000;

/** Shares of a late look have no end of digits; a tenth of a message is more than anybody reads. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
