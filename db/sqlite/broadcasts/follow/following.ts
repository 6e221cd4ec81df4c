import type { Connection } from '@/db/sqlite/connection';
import type { LongReads } from '@/db/sqlite/long-reads';
import type { Follow } from '@/db/store-follow';
import type { BroadcastRows } from '../rows';
import { manyFigures } from './many-figures';
import { onlineSplit } from './online-split';
import { recipients } from './recipients';
import { search } from './search';
import { sparklines } from './sparklines';
import { timeline } from './timeline';

/** What became of broadcasts. Whatever grows with the number of people is read beside the event loop. */
export function following(
  connection: Connection,
  { rows, longReads }: { rows: BroadcastRows; longReads: LongReads },
): Follow {
  const figures = manyFigures(connection, longReads);
  const parts = { rows, longReads, figures };
  return {
    ...recipients(connection, parts),
    ...timeline(connection, parts),
    ...search(connection, parts),
    ...sparklines(connection, parts),
    ...onlineSplit(connection, parts),
    progress: async (id) => (await figures([id])).get(id) ?? null,
  };
}
