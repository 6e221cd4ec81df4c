/** One clock for every time on the page. */
export type Ticker = Readonly<{
  /** Server milliseconds; the server's own value until the browser has subscribed. */
  now(): number;
  subscribe(listener: () => void): () => void;
}>;

/** Fine enough for minutes. */
const EVERY_MS = 30_000;

/**
 * Ticks by the server's clock: the browser's may be wrong by hours, and every time on screen is the server's.
 * Stands still while the tab is hidden and catches up when it is looked at again.
 */
export function createTicker(serverNow: number): Ticker {
  let now = serverNow;
  let ahead: number | null = null;
  let timer: ReturnType<typeof setInterval> | null = null;
  const listeners = new Set<() => void>();

  const tick = () => {
    now = Date.now() + (ahead ?? 0);
    for (const listener of listeners) listener();
  };
  const run = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    if (listeners.size === 0 || document.hidden) return;
    timer = setInterval(tick, EVERY_MS);
  };
  const onVisibility = () => {
    if (!document.hidden) tick();
    run();
  };

  return {
    now: () => now,
    subscribe(listener) {
      ahead ??= serverNow - Date.now();
      if (listeners.size === 0) document.addEventListener('visibilitychange', onVisibility);
      listeners.add(listener);
      run();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) document.removeEventListener('visibilitychange', onVisibility);
        run();
      };
    },
  };
}
