'use client';

import { UndoIcon } from 'lucide-react';
import { useState } from 'react';
import { useInbox } from '@/lib/client/inbox-provider';
import { useFocusKept } from '../use-focus-kept';
import { doneText } from './done-words';
import { useUndoOffer } from './use-undo-offer';

/** "Archived “Disk full”. Undo", for ten seconds, longer while the pointer or focus is on it. Said aloud elsewhere. */
export function UndoBar({
  place,
  onUndo,
  onGone,
}: {
  place: 'tray' | 'page';
  onUndo: (operation: string) => void;
  /** It was undone in another tab, and focus was on it. */
  onGone: () => void;
}) {
  const kept = useFocusKept(onGone);
  const { undoable } = useInbox();
  const [held, setHeld] = useState(false);
  const offer = useUndoOffer(undoable, held);
  // A bar that goes from under the pointer does not hear it leave: the next one begins with nobody on it.
  if (offer === null && held) setHeld(false);
  if (offer === null) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the controls of a form.
    <div
      role="group"
      aria-label="Undo"
      data-undo={place}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={(event) => {
        kept.onFocus(event);
        setHeld(true);
      }}
      onBlur={() => {
        kept.onBlur();
        setHeld(false);
      }}
      className="flex items-center justify-between gap-4 bg-text ps-4 pe-2 text-sm text-bg data-[undo=page]:fixed data-[undo=page]:inset-x-4 data-[undo=page]:bottom-4 data-[undo=page]:z-20 data-[undo=page]:mx-auto data-[undo=page]:max-w-sm data-[undo=page]:rounded-lg data-[undo=page]:shadow-float"
    >
      <span dir="auto" className="line-clamp-2 wrap-anywhere">
        {doneText(offer)}
      </span>
      <button
        type="button"
        onClick={() => {
          setHeld(false);
          onUndo(offer.operation);
        }}
        className="inline-flex min-h-11 shrink-0 items-center gap-1.5 rounded-md px-2 font-semibold underline-offset-2 outline-offset-[-4px] hover:underline focus-visible:outline-current"
      >
        <UndoIcon aria-hidden="true" className="size-4" />
        Undo
      </button>
    </div>
  );
}
