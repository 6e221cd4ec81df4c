import { fullJitter } from './backoff';

/**
 * The waits after a failure, from the beginning of the one to that of the next. Somebody looks and nothing answers: a
 * random one of these, so that when the line is back they see it within three seconds,
 */
const LOOKED_AT_FLOOR_MS = 2_000;
const LOOKED_AT_CAP_MS = 3_000;
/** but only for so many failures, which is about two minutes and a half. */
const SHORT_RETRIES = 60;
/** Otherwise below a ceiling that doubles. */
const FIRST_RETRY_MS = 3_000;
const RETRY_CAP_MS = 30_000;
/** However long the failed one took, there is a moment between. */
export const RETRY_FLOOR_MS = 200;
/** While the line is in doubt a sync is given three times what the last one took, within these; */
const ATTEMPT_MIN_MS = 1_000;
const ATTEMPT_FIRST_MS = 5_000;
const ATTEMPT_CAP_MS = 10_000;
/** and every third one three times that, as long as it does not keep the next one waiting. */
const LONG_ATTEMPT = 3;
const LONG_ATTEMPT_CAP_MS = 2_500;
/** After so many the line may have become slow for good: then the attempts grow. */
const SHORT_ATTEMPTS = 20;
const ATTEMPT_GROWTH = 1.3;

/**
 * The slow timer (sync.md §5), before it is spread by a fifth: what it catches is rare while events flow, and all there
 * is while they do not. Without tips it alone finds the lost last event: within half a minute in sight, and within five
 * otherwise, a browser's habit of running a hidden page's timers once a minute included.
 */
const PACE_LIVE_MS = 60_000;
const PACE_NO_TIPS_MS = 24_000;
const PACE_DOWN_MS = 30_000;
const PACE_HIDDEN_MS = 200_000;
/** What stands in front of a server that is down says so in these. */
const GATEWAY_STATUSES: readonly number[] = [502, 503, 504];

/**
 * The wait before a failed sync is tried again, from when it began, after so many `failures` before it. Urgent:
 * somebody looks, and nothing answers.
 */
export function retryWaitMs(
  failures: number,
  { isUrgent, random }: { isUrgent: boolean; random: () => number },
): number {
  if (isUrgent && failures < SHORT_RETRIES)
    return LOOKED_AT_FLOOR_MS + random() * (LOOKED_AT_CAP_MS - LOOKED_AT_FLOOR_MS);
  const floorMs = LOOKED_AT_FLOOR_MS;
  return fullJitter(failures, { firstMs: FIRST_RETRY_MS, capMs: RETRY_CAP_MS, floorMs, random });
}

/** How long a sync may take on a line that is as it was. `neededMs` is what the last one took; null: none did yet. */
export function fairMs(neededMs: number | null): number {
  return neededMs === null ? ATTEMPT_FIRST_MS : Math.max(ATTEMPT_MIN_MS, 3 * neededMs);
}

/** How long a sync is given while the line is in doubt. */
export function attemptMs(failures: number, neededMs: number | null): number {
  const fair = fairMs(neededMs);
  const isLong = failures % LONG_ATTEMPT === LONG_ATTEMPT - 1;
  const first = isLong ? Math.max(fair, Math.min(LONG_ATTEMPT * fair, LONG_ATTEMPT_CAP_MS)) : fair;
  const grown = ATTEMPT_GROWTH ** Math.min(Math.max(0, failures - SHORT_ATTEMPTS), 30);
  return Math.min(ATTEMPT_CAP_MS, first * grown);
}

/** How long the slow timer waits, before it is spread. */
export function slowPaceMs(now: { isLookedAt: boolean; isSubscribed: boolean; hasTips: boolean }): number {
  if (!now.isLookedAt) return PACE_HIDDEN_MS;
  if (!now.isSubscribed) return PACE_DOWN_MS;
  return now.hasTips ? PACE_LIVE_MS : PACE_NO_TIPS_MS;
}

/** Whether a refusal says no more than that the server was not reached. Null: there was no answer at all. */
export function isUnanswered(status: number | null): boolean {
  return status === null || GATEWAY_STATUSES.includes(status);
}
