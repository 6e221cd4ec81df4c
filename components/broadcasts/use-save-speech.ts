'use client';

import { useEffect, useRef } from 'react';
import type { KeptDraft } from '@/lib/client/use-draft';
import { useAnnounce } from '../speech/announcer';
import { saveSpeech } from './save-words';

/** Says aloud when a draft begins to be saved, when it cannot be, and when it can again. */
export function useSaveSpeech(kept: KeptDraft): void {
  const announce = useAnnounce();
  const before = useRef(kept.status);
  const first = useRef(true);
  useEffect(() => {
    const text = saveSpeech(before.current, kept, first.current);
    before.current = kept.status;
    if (kept.savedAt !== null) first.current = false;
    if (text !== null) announce(text);
  }, [kept, announce]);
}
