/** Something to ask of the server: about one row, or (null) about many. */
export type Turn = Readonly<{ row: string | null; run: () => Promise<void> }>;

export type ActQueue = Readonly<{
  /** Runs it in its turn, at once when nothing is before it. Answers the leaving, which says whether it had not begun. */
  add(turn: Turn): () => boolean;
  /** Begins everything that waits, in its order: after this there may be no turn any more. */
  flush(): void;
}>;

/**
 * Lets acts reach the server in their order where that matters: two on one row, and one on many rows with
 * everything before and after it. Others do not wait for each other.
 */
export function createActQueue(): ActQueue {
  let entries: readonly Entry[] = [];

  function begin(entry: Entry): void {
    entry.begun = true;
    void entry.run().finally(() => remove(entry));
  }

  function remove(entry: Entry): void {
    entries = entries.filter((one) => one !== entry);
    for (const [at, one] of entries.entries()) {
      if (!one.begun && !entries.slice(0, at).some((before) => isBefore(before, one))) begin(one);
    }
  }

  return {
    add(turn) {
      const entry: Entry = { ...turn, begun: false };
      const waits = entries.some((before) => isBefore(before, entry));
      entries = [...entries, entry];
      if (!waits) begin(entry);
      return () => {
        if (entry.begun || !entries.includes(entry)) return false;
        remove(entry);
        return true;
      };
    },
    flush() {
      for (const entry of entries) if (!entry.begun) begin(entry);
    },
  };
}

type Entry = Turn & { begun: boolean };

function isBefore(before: Turn, after: Turn): boolean {
  return before.row === null || after.row === null || before.row === after.row;
}
