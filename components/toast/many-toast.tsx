'use client';

import { XIcon } from 'lucide-react';
import { useId } from 'react';
import { pillText } from '../bell-words';
import { IconButton } from '../button';
import { onPlainClick } from '../list/plain-click';
import { ToastFrame } from './toast-frame';

/** "12 new notifications. Open inbox": one toast for more than fit, or for a burst of them. */
export function ManyToast({
  count,
  critical,
  onDismiss,
  onOpen,
}: {
  count: number;
  critical: boolean;
  onDismiss: () => void;
  onOpen: () => void;
}) {
  const id = useId();
  return (
    <ToastFrame labelledBy={id} critical={critical}>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3">
        <p id={id} className="font-semibold">
          {pillText(count)}.
        </p>
        <a
          href="/inbox"
          onClick={onPlainClick(onOpen)}
          className="inline-flex min-h-8 items-center text-sm font-medium text-accent underline underline-offset-2 pointer-coarse:min-h-11"
        >
          Open inbox
        </a>
      </div>
      <IconButton label="Dismiss" aria-describedby={id} data-toast-dismiss="" onClick={onDismiss}>
        <XIcon aria-hidden="true" className="size-4" />
      </IconButton>
    </ToastFrame>
  );
}
