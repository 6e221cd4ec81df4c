'use client';

import { useEffect, useState } from 'react';
import { browserClock } from '@/lib/client/clock';
import { useInbox, useSpeakingTab } from '@/lib/client/inbox-provider';
import { browserAttention } from '@/lib/client/page-attention';
import { useAnnounce } from './announcer';
import { createArrivalSpeech } from './arrival-speech';

/** Says what arrived, gathered into at most one sentence in ten seconds, in one of the person's tabs. */
export function ArrivalSpeaker() {
  const { counts, views } = useInbox();
  const tab = useSpeakingTab();
  const announce = useAnnounce();
  const { visible } = browserAttention;
  const [speech] = useState(() =>
    createArrivalSpeech({ tab, announce, visible, clock: browserClock, random: Math.random }),
  );
  const rows = views.inbox.rows;
  const { unread } = counts;

  useEffect(() => speech.start(), [speech]);
  useEffect(() => speech.shows(rows, unread), [speech, rows, unread]);

  return null;
}
