import type { StoreListener } from '@/db/store';

/** What one work moved, as it notes it while it runs. */
export type Moved = Readonly<{ streams: Set<string>; replayed: Set<string> }> & { broadcastLog: boolean };

export type MovedNotes = ReturnType<typeof movedNotes>;

/** Collects what each work moves and tells the listener of all that one commit moved, each thing once. */
export function movedNotes(onMoved: StoreListener | undefined) {
  let current: Moved | null = null;

  function during(): Moved {
    if (!current) throw new Error('A stream or the broadcast log moved outside a write transaction.');
    return current;
  }

  return {
    /** Runs the work; what it notes comes back beside its value. What a work that throws had noted is forgotten. */
    collect<T>(work: () => T): { value: T; moved: Moved } {
      const moved: Moved = { streams: new Set(), replayed: new Set(), broadcastLog: false };
      current = moved;
      try {
        const value = work();
        if (isPromise(value)) throw new TypeError('A transaction takes no promise: it would go on after it.');
        return { value, moved };
      } finally {
        current = null;
      }
    },

    tell(all: readonly Moved[]): void {
      const streams = new Set(all.flatMap((moved) => [...moved.streams]));
      const replayed = new Set(all.flatMap((moved) => [...moved.replayed]));
      const broadcastLog = all.some((moved) => moved.broadcastLog);
      if (!onMoved || (streams.size === 0 && replayed.size === 0 && !broadcastLog)) return;
      onMoved({ streams: [...streams], broadcastLog, replayed: [...replayed] });
    },

    note: {
      stream: (userId: string): void => void during().streams.add(userId),
      broadcastLog(): void {
        during().broadcastLog = true;
      },
      figures: (broadcastId: string): void => void during().replayed.add(broadcastId),
    },
  };
}

function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
