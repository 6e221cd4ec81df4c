import type { Connection } from '@/db/sqlite/connection';
import type { KeptAnswers } from '@/db/sqlite/kept-answers';
import type { Broadcasts } from '@/db/store-broadcasts';
import { AppError } from '@/lib/errors';
import { faultPoint } from '@/lib/fault-kit/point';
import type { BroadcastActs } from './acts';
import { type BroadcastRow, sameContent, toBroadcast } from './broadcast-row';
import { changedContent } from './changed-content';
import type { BroadcastLog } from './log';
import { type BroadcastRows, needVersion } from './rows';
import type { SendingLimit } from './sending-limit';

type Parts = {
  rows: BroadcastRows;
  log: BroadcastLog;
  limit: SendingLimit;
  acts: BroadcastActs;
  answers: KeptAnswers;
};

/** What can still be done to a sent one: another text for everybody, taking it back, or going no further with it. */
export function revising(
  { immediate }: Connection,
  { rows, log, limit, acts, answers }: Parts,
): Pick<Broadcasts, 'editBroadcast' | 'recallBroadcast' | 'stopBroadcast'> {
  return {
    async editBroadcast(id, { content, expiresAt, notifyAgain, version, limits, by, once, now }) {
      const edited = await immediate(() =>
        answers.once(once, now, () => {
          const row = rows.getIn(['sent'], id);
          refuseOver(row, now);
          needVersion(row, version, 'Somebody has changed this broadcast.');
          if (notifyAgain) limit.keepWithin(limits, { userId: by?.id, act: 'edit', now });
          const revised = changedContent(row, content);
          const ends = expiresAt === undefined ? row.expiresAt : expiresAt;
          const isShown = notifyAgain || !sameContent(row, revised);
          if (!isShown && ends === row.expiresAt) return toBroadcast(row);
          const shown = isShown ? { editedAt: now, lastEntry: tell() } : {};
          const edited = rows.change(row, {
            ...revised,
            ...shown,
            expiresAt: ends,
            version: row.version + 1,
            updatedBy: by?.id ?? row.updatedBy,
            updatedAt: now,
          });
          // What the limits count: nothing else says whose edit asked to be read again.
          const asked = notifyAgain ? { notifyAgain } : {};
          acts.record(by, 'broadcast.edit', { before: row, after: edited, more: asked, now });
          faultPoint('edit-written');
          return toBroadcast(edited);

          function tell(): number {
            return log.write({ broadcastId: id, kind: 'edited', notifyAgain, now });
          }
        }),
      );
      faultPoint('edit-committed');
      return edited;
    },

    async recallBroadcast(id, { version, by, now }) {
      const recalled = await immediate(() => {
        const row = rows.getIn(['sent', 'recalled'], id);
        if (row.state === 'recalled') return toBroadcast(row);
        needVersion(row, version, 'Somebody has changed this broadcast.');
        const lastEntry = log.write({ broadcastId: id, kind: 'recalled', notifyAgain: false, now });
        const recalled = rows.change(row, { state: 'recalled', recalledAt: now, lastEntry });
        acts.record(by, 'broadcast.recall', { before: row, after: recalled, now });
        faultPoint('recall-written');
        return toBroadcast(recalled);
      });
      faultPoint('recall-committed');
      return recalled;
    },

    stopBroadcast: async (id, { by, now }) =>
      immediate(() => {
        const row = rows.getIn(['sent'], id);
        if (row.stoppedAt !== null) return toBroadcast(row);
        const stopped = rows.change(row, { stoppedAt: now });
        acts.record(by, 'broadcast.stop', { before: row, after: stopped, now });
        return toBroadcast(stopped);
      }),
  };
}

/** Whoever came since its end was not given it, and would never be if it were given more time now. */
function refuseOver({ expiresAt }: BroadcastRow, now: number): void {
  if (expiresAt === null || expiresAt > now) return;
  throw new AppError('conflict', 'This broadcast is already over.', { facts: { state: 'expired' } });
}
