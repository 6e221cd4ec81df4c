'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { copyBroadcast } from '@/lib/client/following';

/** Makes a draft with the same text and audience, once however often it is pressed, and goes there. */
export function useCopying(id: string): { state: 'idle' | 'copying' | 'failed'; copy: () => Promise<void> } {
  const router = useRouter();
  const [state, setState] = useState<'idle' | 'copying' | 'failed'>('idle');
  // A ref, because the second click of a double click comes before the next render.
  const started = useRef(false);
  const copy = async () => {
    if (started.current) return;
    started.current = true;
    setState('copying');
    const answer = await copyBroadcast(id);
    started.current = false;
    setState(answer.ok ? 'idle' : 'failed');
    if (answer.ok) router.push(`/admin/broadcasts/${answer.value.id}`);
  };
  return { state, copy };
}
