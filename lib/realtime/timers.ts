/** Time as an argument, so that a test can own it. Both answer the cancel; cancelling late is harmless. */
export type Timers = Readonly<{
  /** Once, when at least so many milliseconds have passed. */
  after(ms: number, run: () => void): () => void;
  /** Once, when what already waits for the event loop has had its turn. */
  soon(run: () => void): () => void;
}>;

export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  soon(run) {
    const immediate = setImmediate(run);
    return () => clearImmediate(immediate);
  },
};

/** Resolves when the work has settled, either way, or when the time is over. */
export async function within(ms: number, timers: Timers, work: Promise<unknown>): Promise<void> {
  let cancel = () => {};
  const over = new Promise<void>((resolve) => {
    cancel = timers.after(ms, resolve);
  });
  await Promise.race([work.then(nothing, nothing), over]);
  cancel();
}

function nothing(): void {}
