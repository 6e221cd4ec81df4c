import type { Clock } from '@/lib/client/clock';
import type { Row } from '@/lib/client/inbox';
import type { SpeakingTab } from '@/lib/client/speaking-tab';
import type { Announce } from './announcer';
import {
  arrive,
  arrivedSince,
  dueAt,
  isAnyThere,
  NO_ARRIVALS,
  speak,
  spokenElsewhere,
  stillThere,
  topOf,
} from './arrivals';

/**
 * What another tab ought to have spoken of and has not after so long is spoken here: its line may be down, or it
 * may hang. Several tabs wait differently long, so that the first can tell the others.
 */
export const TAKE_OVER_AFTER_MS = 3_000;
export const TAKE_OVER_SPREAD_MS = 2_000;

export type ArrivalSpeech = Readonly<{
  /** The feed as it stands: what came to its top since the last time is to be spoken. */
  shows(rows: readonly Row[], unread: number): void;
  start(): () => void;
}>;

/** Says what arrived, in one tab of the person's and only while that can be seen. */
export function createArrivalSpeech(deps: {
  tab: SpeakingTab;
  announce: Announce;
  visible: () => boolean;
  clock: Clock;
  random: () => number;
}): ArrivalSpeech {
  const { tab, clock } = deps;
  const patienceMs = TAKE_OVER_AFTER_MS + deps.random() * TAKE_OVER_SPREAD_MS;
  let arrivals = NO_ARRIVALS;
  let top: number | null = null;
  let inbox: readonly Row[] = [];
  let unread = 0;
  let cancel = () => {};

  function plan(): void {
    cancel();
    const due = dueAt(arrivals);
    if (due === null) return;
    const at = tab.isSpeaking() ? due : due + patienceMs;
    cancel = clock.after(Math.max(0, at - clock.now()), () => say(due));
  }

  function say(due: number): void {
    // A timer may be a moment early.
    const said = speak(arrivals, { now: Math.max(clock.now(), due), unread });
    if (said === null) return;
    arrivals = said.arrivals;
    // What came while nobody looked is on the badge when they do.
    if (deps.visible()) {
      const { text, politeness, spoken } = said.speech;
      tab.takeOver();
      // Another sentence may still be on: what is taken back until that is over is not said.
      deps.announce(text, politeness, () => isAnyThere(inbox, spoken));
      tab.spoke(spoken);
    }
    plan();
  }

  return {
    shows(rows, unreadNow) {
      inbox = rows;
      unread = unreadNow;
      const came = top === null ? [] : arrivedSince(rows, top);
      top = topOf(rows, top);
      const before = dueAt(arrivals);
      arrivals = stillThere(arrivals, rows);
      if (came.length > 0) arrivals = arrive(arrivals, came, clock.now());
      else if (dueAt(arrivals) === before) return;
      plan();
    },
    start() {
      const stops = [
        tab.subscribe(plan),
        tab.onSpoken((spoken) => {
          arrivals = spokenElsewhere(arrivals, spoken, clock.now());
          plan();
        }),
      ];
      plan();
      return () => {
        cancel();
        for (const stop of stops) stop();
      };
    },
  };
}
