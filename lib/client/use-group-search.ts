'use client';

import { useEffect, useState } from 'react';
import { findGroups, type NamedGroup } from './sending';

export type GroupSearch = Readonly<
  | { kind: 'searching' }
  | { kind: 'found'; groups: readonly NamedGroup[] }
  | { kind: 'problem'; detail: string }
>;

/** Whoever goes on typing is not searched for in between. */
const PAUSE_MS = 200;

/** Groups whose name or key has this text in it, while somebody looks. */
export function useGroupSearch(text: string, isOpen: boolean): GroupSearch {
  const [found, setFound] = useState<{ text: string; search: GroupSearch } | null>(null);
  useEffect(() => {
    if (!isOpen) return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await findGroups(text.trim(), abort.signal);
      if (abort.signal.aborted) return;
      const search: GroupSearch = answer.ok
        ? { kind: 'found', groups: answer.value }
        : { kind: 'problem', detail: answer.problem.detail };
      setFound({ text, search });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, isOpen]);
  return found?.text === text ? found.search : { kind: 'searching' };
}
