'use client';

import { useState } from 'react';
import type { Counts } from '@/lib/inbox/stream';
import { badgeText } from './bell-words';

/**
 * The number of unread. Filled while something is unseen, outlined once everything was seen. The bell's name
 * says the same in words, so this is for the eye only.
 */
export function Badge({ counts }: { counts: Counts }) {
  const [first] = useState(counts.unread);
  const text = badgeText(counts.unread);
  if (text === null) return null;
  return (
    <span
      key={counts.unread}
      aria-hidden="true"
      data-badge={text}
      data-state={counts.unseen > 0 ? 'unseen' : 'seen'}
      data-moved={counts.unread !== first}
      className="absolute end-0 top-0.5 data-[badge='99+']:-end-1 min-w-5 rounded-full border-2 border-bg px-1 text-center text-[0.6875rem] leading-4 font-semibold tabular-nums data-[state=seen]:bg-bg data-[state=seen]:text-badge data-[state=seen]:outline data-[state=seen]:-outline-offset-2 data-[state=unseen]:bg-badge data-[state=unseen]:text-on-badge motion-safe:data-[moved=true]:animate-bump"
    >
      {text}
    </span>
  );
}
