import type Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import type { StoreNews } from '@/db/store-health';
import { checkpointWorker } from './checkpoint-worker';
import { checkpoints } from './checkpoints';
import type { Connection } from './connection';
import { watchDisk } from './disk';
import type { Reserve } from './reserve';
import { meta } from './schema';
import type { Keeping } from './upkeep';
import type { WriteSurroundings } from './write-queue';

/** More than any one write but the largest needs, so that ordinary writes do not come back for a moment only. */
const PROBED_BYTES = 64 * 1024;

export type KeptFile = Readonly<{
  surroundings: WriteSurroundings;
  keeping: Omit<Keeping, 'release'>;
  /** Makes the reserve, or begins with a full disk; call when the database has its tables. */
  begin(connection: Connection): void;
}>;

/** What is kept beside the connection to a file: the state of the disk, and the thread that makes checkpoints. */
export function keepFile(given: {
  client: Database.Database;
  file: string;
  reserve: Reserve;
  tell: (news: StoreNews) => void;
}): KeptFile {
  const { client, file, reserve, tell } = given;
  const disk = watchDisk({ reserve, tell });
  const log = checkpoints({ client, file, worker: checkpointWorker(file), tell });

  return {
    surroundings: {
      disk,
      committed: log.committed,
      standsBack: log.keepsWritersOut,
      beginsLog: log.beginsLog,
    },
    keeping: {
      disk: () => (disk.isFull() ? 'full' : 'ok'),
      log: log.health,
      async stop() {
        disk.stop();
        await log.stop();
      },
    },
    begin(connection) {
      disk.watch(() => connection.probe(() => needRoom(connection)));
      if (!reserve.fill()) disk.becomeFull();
    },
  };
}

/** Takes pages and frees them again: what is free in the file already is room as well. */
function needRoom({ database }: Connection): void {
  for (const value of [sql<string>`zeroblob(${PROBED_BYTES})`, sql<string>`'0'`]) {
    database
      .insert(meta)
      .values({ key: 'probe', value })
      .onConflictDoUpdate({ target: meta.key, set: { value } })
      .run();
  }
}
