'use client';

import type { Row } from '@/lib/client/inbox';
import { NO_HANDLERS } from '../list/no-handlers';
import { NotificationRow } from '../list/notification-row';
import { Toast } from '../toast/toast';
import { isWorthToast } from '../toast/toast-stack';
import type { Place } from './preview-words';

/** One place where a notification shows, with this row in it. Nothing in it can be pressed or focused. */
export function PreviewPane({ row, place }: { row: Row; place: Place }) {
  if (place === 'toast') {
    return isWorthToast(row) ? (
      <div inert className="p-3">
        <Toast row={row} onDismiss={nothing} onOpen={nothing} />
      </div>
    ) : (
      <p className="rounded-xl border border-line p-4 text-sm text-muted">
        No toast: only warnings and critical ones are pointed out. This one raises the number on the bell.
      </p>
    );
  }
  return (
    <ul inert className="overflow-hidden rounded-xl border border-line">
      {/* Another element in the inbox: there the row is shown as somebody finds it who has opened it. */}
      <NotificationRow
        key={place}
        row={row}
        handlers={NO_HANDLERS}
        tabbable={false}
        folds={place === 'bell'}
        startsOpen={place === 'inbox'}
      />
    </ul>
  );
}

const nothing = () => undefined;
