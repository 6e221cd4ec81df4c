'use client';

import type { Row } from '@/lib/client/inbox';
import type { RemovedFor } from '@/lib/inbox/notification';
import { useHydrated } from '../use-hydrated';
import { NotificationRow } from './notification-row';
import type { RowHandlers } from './row-handlers';
import { TombstoneRow } from './tombstone-row';

/** Rows of one list. `stop` is the row that Tab reaches. Those in `gone` are drawn as tombstones. */
export function NotificationList({
  rows,
  gone,
  onGone,
  stop,
  handlers,
  labelledBy,
  folds,
}: {
  rows: readonly Row[];
  gone: ReadonlyMap<string, RemovedFor>;
  onGone: (id: string) => void;
  stop: string | null;
  handlers: RowHandlers;
  labelledBy: string;
  folds: boolean;
}) {
  const hydrated = useHydrated();
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets.
    <ul role="list" aria-labelledby={labelledBy}>
      {rows.map((row) => {
        const reason = gone.get(row.id);
        return reason === undefined ? (
          <NotificationRow
            key={row.id}
            row={row}
            handlers={handlers}
            tabbable={hydrated ? row.id === stop : undefined}
            folds={folds}
          />
        ) : (
          <TombstoneRow key={row.id} id={row.id} reason={reason} onDone={onGone} />
        );
      })}
    </ul>
  );
}
