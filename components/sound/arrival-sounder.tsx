'use client';

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createArrivalSound } from '@/lib/client/arrival-sound';
import { browserChime } from '@/lib/client/browser-chime';
import { browserClock } from '@/lib/client/clock';
import { useInbox } from '@/lib/client/inbox-provider';
import { browserAttention } from '@/lib/client/page-attention';
import { soundMemory, soundSetting } from '@/lib/client/sound-setting';
import { browserLocks } from '@/lib/client/speaking-tab';
import { arrivedSince, topOf } from '../speech/arrivals';

/** Rings once for what arrives, where this person has turned it on, in one of their tabs. */
export function ArrivalSounder({ viewerId }: { viewerId: string }) {
  const rows = useInbox().views.inbox.rows;
  const [setting] = useState(() => soundSetting(viewerId));
  const [sound] = useState(() =>
    createArrivalSound({
      viewerId,
      isOn: setting.isOn,
      chime: browserChime,
      locks: browserLocks,
      focused: browserAttention.focused,
      memory: soundMemory(`belfry.sounded.${viewerId}`),
      clock: browserClock,
    }),
  );
  const isOn = useSyncExternalStore(setting.subscribe, setting.isOn, () => false);
  const top = useRef<number | null>(null);

  useEffect(() => (isOn ? browserChime.unlockAtPresses() : undefined), [isOn]);
  useEffect(() => {
    const came = top.current === null ? [] : arrivedSince(rows, top.current);
    top.current = topOf(rows, top.current);
    const newest = Math.max(...came.map(({ sortSeq }) => sortSeq));
    if (came.length > 0) void sound.arrived(newest);
  }, [rows, sound]);

  return null;
}
