'use client';

import { useState } from 'react';
import type { DraftKeeper, KeptDraft } from '@/lib/client/use-draft';
import { plainText } from '@/lib/inbox/plain-text';
import { Button } from '../button';
import { RelativeTime } from '../time/relative-time';

/** Two people wrote the same draft. Which of the two texts goes on is chosen here, and the other one is kept at hand. */
export function DraftConflict({
  kept,
  keeper,
  onChosen,
}: {
  kept: KeptDraft;
  keeper: DraftKeeper;
  onChosen: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const { status, theirs, setAside, problem } = kept;
  if (status !== 'conflict') {
    if (setAside === null) return null;
    const whose = setAside.whose === 'mine' ? 'Your text' : `The text of ${setAside.by}`;
    return (
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-raised px-4 py-2 text-sm">
        <span className="wrap-anywhere">{whose} was set aside.</span>
        <Button onClick={keeper.bringBack}>Bring it back</Button>
      </p>
    );
  }
  const name = theirs?.by ?? saidBy(problem?.facts.updatedBy);
  const reload = async () => {
    if (busy) return;
    setBusy(true);
    await keeper.takeTheirs();
    setBusy(false);
    if (keeper.getSnapshot().status !== 'conflict') onChosen();
  };
  return (
    <section
      aria-label="Two versions of this draft"
      className="sticky top-16 z-10 space-y-3 rounded-xl border border-warning bg-bg p-4 text-sm shadow-float short:static"
    >
      <p className="font-medium wrap-anywhere">
        {name} changed this draft{theirs === null ? '.' : ' '}
        {theirs !== null && (
          <>
            <RelativeTime iso={theirs.at} long />.
          </>
        )}
      </p>
      {theirs !== null && (
        <details>
          <summary className="min-h-8 text-accent pointer-coarse:min-h-11">Show what {name} wrote</summary>
          <p dir="auto" className="mt-2 font-medium wrap-anywhere">
            {theirs.draft.title}
          </p>
          <p dir="auto" className="max-h-48 overflow-y-auto whitespace-pre-line text-muted wrap-anywhere">
            {plainText(theirs.draft.body ?? '', theirs.draft.format)}
          </p>
        </details>
      )}
      <div className="flex flex-wrap gap-3">
        <Button aria-disabled={busy} onClick={reload}>
          Reload
        </Button>
        <Button
          onClick={() => {
            keeper.keepMine();
            onChosen();
          }}
        >
          Keep mine
        </Button>
      </div>
      <p className="text-xs text-muted">
        Reload shows the other text, Keep mine saves yours over it. The one you do not take can be brought
        back.
      </p>
    </section>
  );
}

function saidBy(name: unknown): string {
  return typeof name === 'string' ? name : 'Somebody';
}
