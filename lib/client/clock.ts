/** Time as the client's parts need it, so that tests own it. */
export type Clock = Readonly<{
  /** Milliseconds of this computer. */
  now(): number;
  /** Runs once after so many milliseconds; answers the cancel, harmless when it is too late. */
  after(delayMs: number, run: () => void): () => void;
}>;

export const browserClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
