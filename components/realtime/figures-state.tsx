'use client';

import { CircleCheckIcon, TriangleAlertIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { PolledFigures } from '@/lib/client/figures-poll';
import { useAnnounce } from '../speech/announcer';
import { useClock } from '../time/clock';
import { clockSeconds } from '../time/time-words';
import { useHydrated } from '../use-hydrated';

/** Whether the figures are of now, and of when they are when not; each change is said once. */
export function FiguresState({ state, asOf }: { state: PolledFigures['state']; asOf: number }) {
  const clock = useClock();
  const announce = useAnnounce();
  const said = useRef(state);
  const at = clockSeconds(asOf, clock);
  // Without a script nobody asks again.
  const asks = useHydrated() ? ', asked every 2 seconds' : '';
  const text = state === 'live' ? `As of ${at}${asks}.` : LATE[state](at);

  useEffect(() => {
    if (said.current === state) return;
    said.current = state;
    announce(state === 'live' ? 'The figures are up to date again.' : text);
  }, [state, text, announce]);

  const Icon = state === 'live' ? CircleCheckIcon : TriangleAlertIcon;
  return (
    <p
      data-figures={state}
      className="flex items-start gap-2 text-sm text-muted tabular-nums data-[figures=late]:text-warning data-[figures=over]:text-warning"
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>
        {text}
        {state === 'over' && (
          // A whole page load: nothing of the ended session stays in memory.
          <>
            {' '}
            <a
              href={`/sign-in?callbackUrl=${encodeURIComponent('/admin/realtime')}`}
              className="font-semibold text-accent underline underline-offset-2"
            >
              Sign in
            </a>
          </>
        )}
      </span>
    </p>
  );
}

const LATE: Readonly<Record<'late' | 'over', (at: string) => string>> = {
  late: (at) =>
    `The server does not answer. These figures are as of ${at}; it is asked again every 2 seconds.`,
  over: () => 'You are signed out, or no administrator any more.',
};
