/** Before each further try: a server that is restarted, or a line that comes back, is there within these. */
const PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000] as const;

/**
 * What a page loads only when it needs it, tried again while it cannot be had; `instead` when it never came. It does not
 * reject: a part of a page that is late must not take the rest of the page with it.
 */
export async function loadAgain<T>(
  load: () => Promise<T>,
  instead: T,
  wait: (ms: number) => Promise<unknown> = pause,
): Promise<T> {
  for (const ms of PAUSES_MS) {
    try {
      return await load();
    } catch {
      await wait(ms);
    }
  }
  return load().catch(() => instead);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
