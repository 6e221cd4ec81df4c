import { fullJitter } from './backoff';
import type { Clock } from './clock';
import type { OpenStream } from './event-stream';

/** One stream of Server-Sent Events that comes back, as long as it is wanted. */
export type StreamLine = Readonly<{
  /** From now on it is wanted. Harmless when it is already. */
  start(): void;
  /** The server seems to be there again: open it now instead of waiting. */
  hurry(): void;
  /** It is not wanted any more, and is closed. */
  stop(): void;
  isOpen(): boolean;
}>;

/** The server says where the stream stands every 15 s: silent for longer, the line is dead. */
const SILENCE_MS = 25_000;
/** Opening it, no word for so long: something on the way keeps the words back, or nothing answers. */
const FIRST_WORD_MS = 20_000;
/** Ceilings of the random waits between attempts. */
const FIRST_WAIT_MS = 1_000;
const WAIT_CAP_MS = 30_000;
/** Open for so long, the next loss is a new story. */
const STABLE_AFTER_MS = 30_000;

/** It counts as open from the first event on: what answers but brings nothing is not a line. */
export function createStreamLine(deps: {
  open: OpenStream;
  /** Where it continues, as things stand. */
  path: () => string;
  onOpen: () => void;
  onLost: () => void;
  onEvent: (name: string, data: unknown) => void;
  clock: Clock;
  random: () => number;
}): StreamLine {
  const { clock } = deps;
  let state: 'off' | 'waiting' | 'opening' | 'open' = 'off';
  let failures = 0;
  /** Each opening is another: what an earlier one still tells is nobody's. */
  let openings = 0;
  let close = () => {};
  let cancel = () => {};
  let cancelStable = () => {};

  function attempt(): void {
    const mine = ++openings;
    cancel();
    state = 'opening';
    cancel = clock.after(FIRST_WORD_MS, fail);
    close = deps.open(deps.path(), {
      onEvent: (name, data) => mine === openings && hear(name, data),
      onFail: () => mine === openings && fail(),
    });
  }

  function hear(name: string, data: unknown): void {
    cancel();
    cancel = clock.after(SILENCE_MS, fail);
    if (state === 'opening') {
      state = 'open';
      cancelStable = clock.after(STABLE_AFTER_MS, () => {
        failures = 0;
      });
      deps.onOpen();
    }
    // Whoever was told that it is open may have closed it.
    if (state === 'open') deps.onEvent(name, data);
  }

  function end(next: 'off' | 'waiting'): void {
    openings += 1;
    cancel();
    cancelStable();
    close();
    close = () => {};
    state = next;
  }

  function fail(): void {
    const wasOpen = state === 'open';
    end('waiting');
    const waitMs = fullJitter(failures, { firstMs: FIRST_WAIT_MS, capMs: WAIT_CAP_MS, random: deps.random });
    failures += 1;
    cancel = clock.after(waitMs, attempt);
    if (wasOpen) deps.onLost();
  }

  return {
    start() {
      if (state === 'off') attempt();
    },
    hurry() {
      if (state === 'waiting') attempt();
    },
    stop: () => end('off'),
    isOpen: () => state === 'open',
  };
}
