import type { Clock } from '@/lib/client/clock';

export type SpeechQueue = Readonly<{
  /** `holds` is asked when its turn comes: a sentence that is not true any more is left out. */
  say(text: string, holds?: () => boolean): void;
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
  let waiting: readonly Readonly<{ text: string; holds: () => boolean }>[] = [];
  let cancel: (() => void) | null = null;

  function next(): void {
    const from = waiting.findIndex(({ holds }) => holds());
    const sentence = waiting[from];
    waiting = sentence === undefined ? [] : waiting.slice(from + 1);
    cancel = null;
    if (sentence === undefined) return;
    cancel = clock.after(SHOWN_FOR_MS, next);
    show(sentence.text);
  }

  return {
    say(text, holds = always) {
      // Once is enough; but the one that waits may have come to be void, and this one not.
      const same = waiting.find((sentence) => sentence.text === text);
      if (same) {
        const either = { text, holds: () => same.holds() || holds() };
        waiting = waiting.map((sentence) => (sentence === same ? either : sentence));
        return;
      }
      waiting = [...waiting, { text, holds }].slice(-WAITING_MAX);
      if (cancel === null) next();
    },
    clear() {
      waiting = [];
      cancel?.();
      cancel = null;
    },
  };
}

const always = () => true;
