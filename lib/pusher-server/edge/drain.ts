/** How a drain goes: over how long the closes are spread, and when the last ones are cut instead. */
export type DrainOptions = {
  /** Default 5,000 ms. Official clients return at once after 4200: without a spread they all return at once. */
  readonly spreadMs?: number;
  /** Default `spreadMs` + 5,000 ms. */
  readonly timeoutMs?: number;
};

/** What is drained: the sockets of one moment, how to close or cut one, and word of the last. */
export type Drainable<Socket> = {
  readonly sockets: readonly Socket[];
  close(socket: Socket): void;
  terminate(socket: Socket): void;
  whenEmpty(): Promise<void>;
};

/** Closes every socket, in random order and evenly spread, and resolves when all are gone. */
export async function drain<Socket>(all: Drainable<Socket>, options: DrainOptions = {}): Promise<void> {
  const spreadMs = options.spreadMs ?? 5_000;
  const timeoutMs = options.timeoutMs ?? spreadMs + 5_000;
  const sockets = shuffled(all.sockets);
  const startedAtMs = performance.now();
  let closed = 0;

  const closeDue = (): void => {
    const elapsedMs = performance.now() - startedAtMs;
    const due = elapsedMs >= spreadMs ? sockets.length : Math.ceil((sockets.length * elapsedMs) / spreadMs);
    for (const socket of sockets.slice(closed, due)) all.close(socket);
    closed = Math.max(closed, due);
    if (closed === sockets.length) clearInterval(ticking);
  };
  const ticking = setInterval(closeDue, TICK_MS);
  const cutting = setTimeout(() => {
    clearInterval(ticking);
    for (const socket of sockets) all.terminate(socket);
  }, timeoutMs);

  closeDue();
  await all.whenEmpty();
  clearInterval(ticking);
  clearTimeout(cutting);
}

const TICK_MS = 20;

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
