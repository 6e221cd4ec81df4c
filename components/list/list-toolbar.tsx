'use client';

import { ArrowUpIcon, CheckCheckIcon, UndoIcon } from 'lucide-react';
import { type ComponentProps, useId } from 'react';
import type { Undoable } from '@/lib/client/inbox';
import { pillText } from '../bell-words';
import { IconButton } from '../button';
import { undoText } from './done-words';

/** Reads what is on screen. Without anything unread it stays reachable and says why it does nothing. */
export function ReadAllButton({
  unread,
  onPress,
  ...listeners
}: { unread: number; onPress: () => void } & Pick<
  ComponentProps<'button'>,
  'onPointerEnter' | 'onPointerLeave' | 'onFocus' | 'onBlur'
>) {
  const id = useId();
  const none = unread === 0;
  return (
    <>
      <button
        type="button"
        {...listeners}
        aria-disabled={none}
        aria-describedby={none ? id : undefined}
        onClick={none ? undefined : onPress}
        className="inline-flex min-h-8 items-center gap-1.5 rounded-md px-2 text-sm font-medium whitespace-nowrap text-accent hover:bg-raised aria-disabled:cursor-default aria-disabled:text-muted aria-disabled:hover:bg-transparent pointer-coarse:min-h-11"
      >
        <CheckCheckIcon aria-hidden="true" className="size-4" />
        Mark all as read
      </button>
      {none && (
        <span id={id} className="sr-only">
          Nothing is unread.
        </span>
      )}
    </>
  );
}

/** Takes back what this person did last, also before a reload or in another tab; nothing when there is none. */
export function UndoButton({
  last,
  onUndo,
}: {
  last: Undoable | undefined;
  onUndo: (operation: string) => void;
}) {
  if (last === undefined) return null;
  return (
    <IconButton label={undoText(last)} data-undo="last" onClick={() => onUndo(last.operation)}>
      <UndoIcon aria-hidden="true" className="size-4" />
    </IconButton>
  );
}

/** Arrivals wait behind this while the list stands still. */
export function NewPill({ behind, onShow }: { behind: number; onShow: () => void }) {
  if (behind === 0) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center">
      <button
        type="button"
        data-pill={behind}
        onClick={onShow}
        className="pointer-events-auto inline-flex min-h-8 items-center gap-1.5 rounded-full bg-accent px-3.5 text-sm font-semibold text-on-accent shadow-float hover:bg-accent-strong pointer-coarse:min-h-11"
      >
        <ArrowUpIcon aria-hidden="true" className="size-4" />
        {pillText(behind)}
      </button>
    </div>
  );
}
