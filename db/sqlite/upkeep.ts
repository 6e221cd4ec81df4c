import { sql } from 'drizzle-orm';
import type { Upkeep } from '@/db/store';
import { faultPoint } from '@/lib/fault-kit/point';
import type { Connection } from './connection';
import { meta } from './schema';

/** Keeping the file: whether it can be written, and letting it go. */
export function upkeep(
  { database, client, immediate, endWriting }: Connection,
  { epoch, release }: { epoch: string; release: () => void },
): Upkeep {
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

    async close() {
      await endWriting();
      if (!client.open) return;
      try {
        faultPoint('during-checkpoint');
        client.pragma('wal_checkpoint(TRUNCATE)');
      } finally {
        client.close();
        release();
      }
    },
  };
}
