import { readFileSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';

/**
 * The longest time in which the event loop did not come round, and what became of it: `collecting` garbage (part of
 * `computing`), `queueing` for a core that others had, and the rest `sleeping`, which here is waiting for the disk. Null
 * where the system does not say it.
 */
export type Block = Readonly<{
  ms: number;
  computing: number | null;
  queueing: number | null;
  sleeping: number | null;
  collecting: number;
}>;

const NONE: Block = { ms: 0, computing: null, queueing: null, sleeping: null, collecting: 0 };

/** The longest, and the one that was longest without its time in the queue: what would be left of it on a machine of our own. */
export type Blocks = Readonly<{ longest: Block; own: Block }>;

/** Looks once a turn from now on. */
export function watchBlocks(): { stop: () => Promise<Blocks> } {
  const pauses: { from: number; ms: number }[] = [];
  const observer = new PerformanceObserver((list) => keep(list.getEntries()));
  const keep = (entries: readonly { startTime: number; duration: number }[]) => {
    for (const { startTime, duration } of entries) pauses.push({ from: startTime, ms: duration });
  };
  observer.observe({ entryTypes: ['gc'] });
  let longest = { from: 0, block: NONE };
  let own = longest;
  let before = look();
  let timer = setTimeout(turn, 1);

  function turn(): void {
    compare();
    timer = setTimeout(turn, 1);
  }
  function compare(): void {
    const now = look();
    const turn = { from: before.at, block: { ...spent(before, now), collecting: 0 } };
    if (turn.block.ms > longest.block.ms) longest = turn;
    if (ownMs(turn.block) > ownMs(own.block)) own = turn;
    before = now;
  }

  return {
    async stop() {
      clearTimeout(timer);
      compare();
      // What was collected is told in a later turn.
      await new Promise((resume) => setTimeout(resume, 20));
      keep(observer.takeRecords());
      observer.disconnect();
      return { longest: withCollecting(longest), own: withCollecting(own) };
    },
  };

  function withCollecting({ from, block }: typeof longest): Block {
    const within = pauses.filter((pause) => pause.from >= from && pause.from < from + block.ms);
    return { ...block, collecting: within.reduce((sum, pause) => sum + pause.ms, 0) };
  }
}

export function blockText({ ms, computing, queueing, sleeping, collecting }: Block): string {
  const told = (value: number | null) => (value === null ? 'unknown' : `${value.toFixed(1)} ms`);
  return (
    `${told(ms)} at worst: computing ${told(computing)} (of it collecting garbage ${told(collecting)}), ` +
    `in the queue for a core ${told(queueing)}, asleep ${told(sleeping)}`
  );
}

export const ownMs = ({ ms, queueing }: Block) => ms - (queueing ?? 0);

type Look = Readonly<{ at: number; computed: number | null; queued: number | null }>;

function spent(before: Look, now: Look): Omit<Block, 'collecting'> {
  const ms = now.at - before.at;
  const computing = difference(before.computed, now.computed);
  const queueing = difference(before.queued, now.queued);
  const sleeping = computing === null || queueing === null ? null : Math.max(0, ms - computing - queueing);
  return { ms, computing, queueing, sleeping };
}

/** What Linux counts for this thread: nanoseconds on a core, and in the queue for one. */
function look(): Look {
  let told: readonly number[] = [];
  try {
    told = readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ').map(Number);
  } catch {
    // Another system: only the time itself is known.
  }
  return { at: performance.now(), computed: inMs(told[0]), queued: inMs(told[1]) };
}

const inMs = (nanoseconds: number | undefined) => (nanoseconds === undefined ? null : nanoseconds / 1e6);
const difference = (from: number | null, to: number | null) =>
  from === null || to === null ? null : to - from;
