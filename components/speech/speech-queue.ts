import type { Clock } from '@/lib/client/clock';

export type SpeechQueue = Readonly<{
  say(text: string): void;
  /** Forgets what waits. */
  clear(): void;
}>;

/** A live region that changes again sooner is read once: screen readers look at it some time after it changed. */
export const SHOWN_FOR_MS = 250;
/** Who did much at once wants to hear the end of it. */
const WAITING_MAX = 5;

/**
 * Shows one sentence after the other in a live region, each long enough to be read. What waits already is not
 * said twice; of too many the oldest are forgotten.
 */
export function createSpeechQueue({
  show,
  clock,
}: {
  show: (text: string) => void;
  clock: Clock;
}): SpeechQueue {
  let waiting: readonly string[] = [];
  let cancel: (() => void) | null = null;

  function next(): void {
    const [text, ...rest] = waiting;
    waiting = rest;
    cancel = null;
    if (text === undefined) return;
    cancel = clock.after(SHOWN_FOR_MS, next);
    show(text);
  }

  return {
    say(text) {
      if (waiting.includes(text)) return;
      waiting = [...waiting, text].slice(-WAITING_MAX);
      if (cancel === null) next();
    },
    clear() {
      waiting = [];
      cancel?.();
      cancel = null;
    },
  };
}
