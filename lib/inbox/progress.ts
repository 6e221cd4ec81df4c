import type { BroadcastState, Figures } from './broadcast';

/** Why people did not get a broadcast; adds up to `skipped`. */
export type SkippedFor = Readonly<{
  /** Left the audience, or were disabled, before it reached them. */
  left: number;
  /** Have its category switched off. */
  muted: number;
  /** Had not been reached when it was recalled, expired or stopped. */
  unreached: number;
}>;

/** How far a broadcast has come, in one snapshot. */
export type Progress = Readonly<{ state: BroadcastState; figures: Figures; skippedFor: SkippedFor }>;

/** Of the people who are online now: how many have it, and how many it is still on its way to. */
export type OnlineSplit = Readonly<{ delivered: number; pending: number }>;

/** Shares out `skipped` among its reasons, so that they add up whatever was counted. */
export function shareSkipped(
  skipped: number,
  counted: Readonly<Record<'left' | 'muted', number>>,
): SkippedFor {
  const left = Math.min(skipped, counted.left);
  const muted = Math.min(skipped - left, counted.muted);
  return { left, muted, unreached: skipped - left - muted };
}
