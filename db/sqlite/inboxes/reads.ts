import type { Run } from '@/db/sqlite/runs';
import type { Inboxes } from '@/db/store';
import { AppError } from '@/lib/errors';
import {
  type Cursor,
  FEED_PAGE,
  FEED_PAGE_MAX,
  formatCursor,
  SYNC_PAGE,
  SYNC_RESET_AFTER,
  type SyncAnswer,
} from '@/lib/inbox/stream';
import type { Changes } from './changes';
import type { Door } from './door';
import type { Lineage } from './lineage';
import type { Stream } from './streams';
import type { Views } from './views';

type Parts = { door: Door; views: Views; changes: Changes; lineage: Lineage; run: Run };

/** The ways to read an inbox. */
export function reads({
  door,
  views,
  changes,
  lineage,
  run,
}: Parts): Pick<Inboxes, 'feed' | 'sync' | 'counts' | 'tip'> {
  const cursorAt = (seq: number) => formatCursor({ epoch: run.epoch, seq });

  return {
    async feed(viewerId, { filter, before, limit, now }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > FEED_PAGE_MAX) {
        throw new AppError('invalid', `A page has 1 to ${FEED_PAGE_MAX} notifications.`);
      }
      return door.read(viewerId, now, (stream) => ({
        ...views.page(viewerId, { filter, before, limit }),
        cursor: cursorAt(stream.head),
        counts: views.counts(viewerId),
      }));
    },

    async counts(viewerId, now) {
      return door.read(viewerId, now, (stream) => ({
        cursor: cursorAt(stream.head),
        counts: views.counts(viewerId),
      }));
    },

    async tip(viewerId, now) {
      return door.readReplayed(viewerId, now, (stream) => ({ epoch: run.epoch, seq: stream.head }));
    },

    async sync(viewerId, { cursor, now }) {
      return door.read(viewerId, now, (stream) =>
        isContinuous(cursor, stream) ? since(cursor.seq, stream) : reset(stream),
      );
    },
  };

  /** What cannot be proved continuous is an explicit reset, never a silent gap. */
  function isContinuous(cursor: Cursor | null, stream: Stream): cursor is Cursor {
    return (
      cursor !== null &&
      cursor.seq >= stream.floor &&
      stream.head - cursor.seq <= SYNC_RESET_AFTER &&
      lineage.has(stream.userId, cursor, stream.head)
    );
  }

  function since(seq: number, { userId, head }: Stream): SyncAnswer {
    const found = changes.since(userId, seq, SYNC_PAGE + 1);
    const page = found.slice(0, SYNC_PAGE);
    const more = found.length > SYNC_PAGE;
    const reached = more ? (page.at(-1)?.seq ?? seq) : head;
    return { cursor: cursorAt(reached), counts: views.counts(userId), changes: page, more };
  }

  function reset({ userId, head }: Stream): SyncAnswer {
    const page = views.page(userId, { filter: 'inbox', before: null, limit: FEED_PAGE });
    return { reset: true, cursor: cursorAt(head), counts: views.counts(userId), ...page };
  }
}
