'use client';

import { useState } from 'react';

/**
 * Why the last act on the whole inbox was refused, until the next act or until it is dismissed. The act itself
 * is tried again where it was begun: "mark all as read" is still there, and an undo is offered again.
 */
export function ProblemLine({ problem, onDismiss }: { problem: string | null; onDismiss: () => void }) {
  const [dismissed, setDismissed] = useState(false);
  // The same sentence after the next act is another problem.
  if (problem === null && dismissed) setDismissed(false);
  if (problem === null || dismissed) return null;
  return (
    <p className="flex items-center gap-2 border-b border-line px-4 py-1 text-sm text-critical">
      <span className="flex-1">{problem}</span>
      <button
        type="button"
        onClick={() => {
          onDismiss();
          setDismissed(true);
        }}
        className="min-h-8 font-semibold text-accent underline underline-offset-2 pointer-coarse:min-h-11"
      >
        Dismiss
      </button>
    </p>
  );
}
