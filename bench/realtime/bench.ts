import { Child } from './child';
import type { Placement } from './placement';

/** What every measurement is given. */
export type Bench = Readonly<{
  files: Readonly<{ pusher: string; raw: string }>;
  placement: Placement;
  /** How often the thing and its baseline take turns. */
  rounds: number;
  /** Smaller and shorter: to see that it runs, not to be quoted. */
  quick: boolean;
  idleMinutes: number;
  /** A word for people while they wait. */
  say(text: string): void;
}>;

/** Runs with a fresh Pusher server and a fresh baseline, both on the same core; they take turns, never work at once. */
export async function withPair<Result>(
  { files, placement }: Bench,
  work: (pair: { pusher: Child; raw: Child }) => Promise<Result>,
): Promise<Result> {
  const pusher = await Child.start(files.pusher, placement);
  const raw = await Child.start(files.raw, placement);
  try {
    return await work({ pusher, raw });
  } finally {
    await Promise.all([pusher.stop(), raw.stop()]);
  }
}
