import type { KeptAct } from './kept-act';
import type { MutationAnswer } from './overlays';
import type { RequestProblem } from './request';

/**
 * What says no more than "not now": a server that starts, is busy or has a full disk, or what stands in front of one that
 * is away. However often it is said, the act is still wanted: it waits, and is shown as waiting.
 */
const NOT_NOW: readonly number[] = [408, 425, 429, 502, 503, 504, 507];
/**
 * Answered so often by something that is not our server, it is no answer that was lost on the way. About five minutes with
 * the waits between.
 */
const UNREADABLE_MAX = 25;
/**
 * The server knows an act by its key for 30 days, for that is its operation's id. What may have been done nearly as long
 * ago must not be asked for again.
 */
const ASKED_AGAIN_FOR_MS = 28 * 86_400_000;

/** Whether the act is to be asked for again, after so many `tries`: nobody knows yet whether it was done. */
export function isLost(answer: MutationAnswer, tries: number): boolean {
  if (answer.ok) return false;
  const { status, code } = answer.problem;
  if (status === null || NOT_NOW.includes(status)) return true;
  // A sign-in page of somebody else's network answers 200, and is no answer of ours.
  return code === 'unreadable' && tries < UNREADABLE_MAX;
}

/** Whether it may have been done so long ago that its key is forgotten, and asking would do it twice. */
export function isTooOld(act: KeptAct & { begun: boolean }, now: number): boolean {
  return act.begun && now - Date.parse(act.at) > ASKED_AGAIN_FOR_MS;
}

/** What such an act is answered with here. */
export const TOO_OLD: { ok: false; problem: RequestProblem } = {
  ok: false,
  problem: {
    code: 'timeout',
    status: 410,
    detail: 'It was never heard whether this was done.',
    errors: [],
    facts: {},
  },
};
