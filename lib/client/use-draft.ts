'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { createDraftKeeper } from './draft-keeper';
import type { Draft } from './drafts';
import type { DraftKeeper, KeptDraft } from './kept-draft';

export type { Draft, DraftKeeper, KeptDraft };

const LEAVING = 'Some of this is not saved, and would be gone. Leave this page?';

/** A draft that is kept at the server while the component is mounted. Leaving with something unsaved is asked about. */
export function useDraft(
  initial: Draft,
  saved: Readonly<{ id: string; version: number }> | null,
): { kept: KeptDraft; keeper: DraftKeeper } {
  const [keeper] = useState(() => createDraftKeeper(initial, saved));
  const kept = useSyncExternalStore(keeper.subscribe, keeper.getSnapshot, keeper.getSnapshot);
  useEffect(() => keeper.start(), [keeper]);

  const unsaved = keeper.isUnsaved();
  useEffect(() => {
    if (!unsaved) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onHidden = () => {
      if (document.visibilityState === 'hidden') void keeper.save();
    };
    // A link of our own pages unloads nothing. What can be saved is saved on the way out, without a question.
    const onClick = (event: MouseEvent) => {
      if (!leads(event) || !isTroubled(keeper.getSnapshot())) return;
      if (!confirm(LEAVING)) event.preventDefault();
    };
    addEventListener('beforeunload', onUnload);
    document.addEventListener('visibilitychange', onHidden);
    document.addEventListener('click', onClick, { capture: true });
    return () => {
      removeEventListener('beforeunload', onUnload);
      document.removeEventListener('visibilitychange', onHidden);
      document.removeEventListener('click', onClick, { capture: true });
    };
  }, [keeper, unsaved]);

  return { kept, keeper };
}

/** Whether saving on the way out would not do. Leaving a field saves as well: while that goes on, what it was refused for stands. */
function isTroubled({ status, errors, problem }: KeptDraft): boolean {
  return (
    errors.length > 0 || problem !== null || ['untitled', 'retrying', 'conflict', 'gone'].includes(status)
  );
}

/** Whether a click takes this page away: on a link of this site, in this tab. */
function leads(event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.target !== '' || link.origin !== location.origin) return false;
  if (link.pathname === location.pathname && link.hash !== '') return false;
  return !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}
