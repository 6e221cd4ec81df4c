import { sql } from 'drizzle-orm';

import type { StoreHealth } from '@/db/store-health';
import type { Upkeep } from '@/db/store-upkeep';
import { faultPoint } from '@/lib/fault-kit/point';

import type { Connection } from './connection';
import { cannotWriteNow, toRefusal } from './refusal';
import { meta } from './schema';

/** What is kept beside the connection while the store is open. */
export type Keeping = Readonly<{
  disk: () => StoreHealth['disk'];
  log: () => StoreHealth['log'];
  /** Ends whatever still uses the file, other than the connection itself. */
  stop: () => Promise<void>;
  /** Lets the file go, after the connection was closed. */
  release: () => void;
}>;

/** A store in memory has nothing beside it. */
export const NOTHING_KEPT: Keeping = {
  disk: () => 'ok',
  log: () => ({ bytes: 0, size: 'ok' }),
  stop: () => Promise.resolve(),
  release: () => {},
};

/** Keeping the file: whether it can be written, how it stands, and letting it go. */
export function upkeep(
  { database, client, immediate, writeLock, endWriting }: Connection,
  { epoch, keeping }: { epoch: string; keeping: Keeping },
): Omit<Upkeep, 'purge' | 'goOn'> {
  return {
    epoch,

    async checkWritable() {
      // A real commit: a full disk shows itself nowhere else.
      await immediate(() =>
        database
          .insert(meta)
          .values({ key: 'writable', value: '1' })
          .onConflictDoUpdate({
            target: meta.key,
            set: { value: sql`1 - ${meta.value}` },
          })
          .run(),
      );
    },

    health: () => ({ disk: keeping.disk(), writeLock: writeLock(), log: keeping.log() }),

    async close() {
      await endWriting();
      if (!client.open) return;
      await keeping.stop();
      try {
        faultPoint('during-checkpoint');
        client.pragma('wal_checkpoint(TRUNCATE)');
      } catch (error) {
        // On a full disk the log stays where it is, with all that is committed, and the next start reads it.
        if (!cannotWriteNow(toRefusal(error))) throw error;
      } finally {
        client.close();
        keeping.release();
      }
    },
  };
}
