import type { Connection } from '@/db/sqlite/connection';
import type { KeptAnswers } from '@/db/sqlite/kept-answers';
import type { Broadcasts } from '@/db/store';
import { revisedContent, sameContent, toBroadcast } from './broadcast-row';
import type { BroadcastLog } from './log';
import type { BroadcastRows } from './rows';

/** What can still be done to a sent one: another text for everybody, or taking it back. */
export function revising(
  { immediate }: Connection,
  { rows, log, answers }: { rows: BroadcastRows; log: BroadcastLog; answers: KeptAnswers },
): Pick<Broadcasts, 'editBroadcast' | 'recallBroadcast'> {
  return {
    editBroadcast: async (id, { content, notifyAgain, once, now }) =>
      immediate(() =>
        answers.once(once, now, () => {
          const row = rows.getIn(['sent'], id);
          const revised = revisedContent(row, content);
          if (!notifyAgain && sameContent(row, revised)) return toBroadcast(row);
          const lastEntry = log.write({ broadcastId: id, kind: 'edited', notifyAgain, now });
          return toBroadcast(rows.change(row, { ...revised, editedAt: now, lastEntry }));
        }),
      ),

    recallBroadcast: async (id, now) =>
      immediate(() => {
        const row = rows.getIn(['sent', 'recalled'], id);
        if (row.state === 'recalled') return toBroadcast(row);
        const lastEntry = log.write({ broadcastId: id, kind: 'recalled', notifyAgain: false, now });
        return toBroadcast(rows.change(row, { state: 'recalled', recalledAt: now, lastEntry }));
      }),
  };
}
