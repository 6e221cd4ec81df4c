/** Rows that are in sight, and for how long. */
export type Dwell = Readonly<{
  enter(id: string): void;
  leave(id: string): void;
  /** The row is gone or was seen: should it come back unseen, it is told again. */
  forget(id: string): void;
  /** The tab is hidden: nothing is being looked at, and every row starts over. */
  pause(): void;
  resume(): void;
  stop(): void;
}>;

/** Long enough to have been noticed, too long for a scroll past. */
export const SEEN_AFTER_MS = 1_000;

/** Calls back once for each row that stayed in sight for a second without a break; those of one moment together. */
export function createDwell(onSeen: (ids: readonly string[]) => void): Dwell {
  const inSight = new Set<string>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const done = new Set<string>();
  let paused = false;
  let ready: string[] = [];

  const start = (id: string) => {
    if (paused || done.has(id) || timers.has(id)) return;
    timers.set(id, setTimeout(dwelt, SEEN_AFTER_MS, id));
  };
  const cancel = (id: string) => {
    clearTimeout(timers.get(id));
    timers.delete(id);
  };
  const dwelt = (id: string) => {
    timers.delete(id);
    done.add(id);
    ready.push(id);
    // Timers that were started together end together: one call for all of them.
    if (ready.length === 1) queueMicrotask(report);
  };
  const report = () => {
    const ids = ready;
    ready = [];
    onSeen(ids);
  };

  return {
    enter(id) {
      inSight.add(id);
      start(id);
    },
    leave(id) {
      inSight.delete(id);
      cancel(id);
    },
    forget(id) {
      inSight.delete(id);
      done.delete(id);
      cancel(id);
    },
    pause() {
      paused = true;
      for (const id of [...timers.keys()]) cancel(id);
    },
    resume() {
      paused = false;
      for (const id of inSight) start(id);
    },
    stop() {
      for (const id of [...timers.keys()]) cancel(id);
      inSight.clear();
    },
  };
}
