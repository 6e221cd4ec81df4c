import { and, asc, isNotNull, lte, min, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { KeptAnswers } from '@/db/sqlite/kept-answers';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { Broadcasts } from '@/db/store';
import { AppError } from '@/lib/errors';
import type { AudienceSize } from './audience-size';
import { type BroadcastRow, toBroadcast } from './broadcast-row';
import type { CountFigures } from './figures';
import type { BroadcastLog } from './log';
import type { BroadcastRows } from './rows';

type Parts = {
  rows: BroadcastRows;
  figures: CountFigures;
  size: AudienceSize;
  log: BroadcastLog;
  answers: KeptAnswers;
};
type Sending = Pick<Broadcasts, 'sendBroadcast' | 'releaseDue' | 'nextDue' | 'cancelBroadcast'>;

/** The way out: one row and one entry in the log, whatever the number of people. */
export function sending(
  { database, immediate, snapshot }: Connection,
  { rows, figures, size, log, answers }: Parts,
): Sending {
  const due = database
    .select({ id: broadcasts.id })
    .from(broadcasts)
    .where(and(isNotNull(broadcasts.dueAt), lte(broadcasts.dueAt, sql.placeholder('now'))))
    .orderBy(asc(broadcasts.dueAt))
    .limit(sql.placeholder('limit'))
    .prepare();
  const next = database
    .select({ dueAt: min(broadcasts.dueAt) })
    .from(broadcasts)
    .where(isNotNull(broadcasts.dueAt))
    .prepare();

  return {
    sendBroadcast: async (id, { version, count, dueAt, as, once, now }) =>
      immediate(() =>
        answers.once(once, now, () => {
          const draft = rows.getIn(['draft'], id);
          const targeted = size(draft.audience);
          if (version !== draft.version) throw changed('This draft has changed.', { version: draft.version });
          if (count !== targeted) throw changed('The number of people has changed.', { count: targeted });
          const sent =
            dueAt === null
              ? send(draft, targeted, now)
              : rows.change(draft, { state: as ?? 'scheduled', dueAt });
          const counted = figures(id);
          if (!counted) throw new Error('A broadcast vanished while it was sent.');
          return { ...toBroadcast(sent), figures: counted };
        }),
      ),

    releaseDue: async ({ now, limit }) =>
      immediate(() => {
        const ids = due.all({ now, limit }).map(({ id }) => id);
        for (const id of ids) {
          const row = rows.getIn(['held', 'scheduled'], id);
          send(row, size(row.audience), now);
        }
        return ids;
      }),

    nextDue: async () => snapshot(() => next.get()?.dueAt ?? null),

    cancelBroadcast: async (id, _now) =>
      immediate(() => {
        const row = rows.getIn(['draft', 'held', 'scheduled', 'cancelled'], id);
        if (row.state === 'cancelled') return toBroadcast(row);
        return toBroadcast(rows.change(row, { state: 'cancelled', dueAt: null }));
      }),
  };

  function send(row: BroadcastRow, targeted: number, now: number): BroadcastRow {
    const lastEntry = log.write({ broadcastId: row.id, kind: 'sent', notifyAgain: false, now });
    return rows.change(row, { state: 'sent', sentAt: now, dueAt: null, targeted, lastEntry });
  }
}

function changed(sentence: string, facts: Readonly<Record<string, number>>): AppError {
  return new AppError('conflict', sentence, { facts });
}
