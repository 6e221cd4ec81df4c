import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Where the processes run. `said` is for the output: without separate cores the figures mean less. */
export type Placement = Readonly<{
  said: string;
  /** The program and the arguments that go before a script to run it with Node on the server's core. */
  serverCommand: Readonly<{ command: string; before: readonly string[] }>;
}>;

/** Puts this process, which is the load, on the other cores, and says where servers belong: alone on the first. */
export function place(): Placement {
  const cores = availableParallelism();
  const nowhere = { command: process.execPath, before: [] };
  if (cores < 2) return { said: 'server and load share the only core', serverCommand: nowhere };

  const others = cores === 2 ? '1' : `1-${cores - 1}`;
  const moved = spawnSync('taskset', ['-acp', others, String(process.pid)], { stdio: 'ignore' });
  if (moved.error || moved.status !== 0) {
    return { said: 'server and load wherever the system puts them (no taskset)', serverCommand: nowhere };
  }
  return {
    said: `server on core 0, load on ${others}`,
    serverCommand: { command: 'taskset', before: ['-c', '0', process.execPath] },
  };
}
