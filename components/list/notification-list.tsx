'use client';

import type { Row } from '@/lib/client/inbox';
import { useHydrated } from '../use-hydrated';
import { NotificationRow } from './notification-row';
import type { RowHandlers } from './row-handlers';

/** Rows of one list. `stop` is the row that Tab reaches. */
export function NotificationList({
  rows,
  stop,
  handlers,
  labelledBy,
  folds,
}: {
  rows: readonly Row[];
  stop: string | null;
  handlers: RowHandlers;
  labelledBy: string;
  folds: boolean;
}) {
  const hydrated = useHydrated();
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets.
    <ul role="list" aria-labelledby={labelledBy}>
      {rows.map((row) => (
        <NotificationRow
          key={row.id}
          row={row}
          handlers={handlers}
          tabbable={hydrated ? row.id === stop : undefined}
          folds={folds}
        />
      ))}
    </ul>
  );
}
