'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { BroadcastProgress } from '@/lib/client/broadcast-watch';
import { type RealtimeSettings, useBroadcast } from '@/lib/client/use-broadcast';
import type { Broadcast, BroadcastState } from '@/lib/inbox/broadcast';
import { isWhole } from '@/lib/inbox/few-people';
import { ActDialog, type Asking } from '../following/act-dialogs';
import { BroadcastActions } from '../following/broadcast-actions';
import { BroadcastHeader } from '../following/broadcast-header';
import { EditDialog } from '../following/edit-dialog';
import { FewPeopleNote } from '../following/few-people-note';
import { Funnel } from '../following/funnel';
import { ProgressPanel } from '../following/progress-panel';
import { TimelinePanel } from '../following/timeline-panel';
import { useAnnounce } from '../speech/announcer';
import { useHydrated } from '../use-hydrated';
import { type AudienceNaming, toAudienceText } from './broadcast-words';
import { ContentList } from './content-list';
import { DraftPreview } from './draft-preview';
import { HoldCountdown } from './hold-countdown';
import { forgetConfirmed, isJustConfirmed } from './just-confirmed';

/** A broadcast that is on its way or out: its state and figures live, what can still be done about it, and its people. */
export function LiveBroadcast({
  broadcast,
  progress: first,
  realtime,
  names,
  recalledBy,
  showsNames,
  children,
}: {
  broadcast: Broadcast;
  progress: BroadcastProgress;
  realtime: RealtimeSettings;
  /** What groups and people in its audience are called. */
  names: AudienceNaming;
  /** Who recalled it, if somebody did. */
  recalledBy: string | null;
  /** Whether it may be said who did what. */
  showsNames: boolean;
  /** Its people, once it is out. */
  children: ReactNode;
}) {
  const { id, audience, sentAt } = broadcast;
  const { refresh, ...progress } = useBroadcast(id, first, realtime);
  const { state, figures } = progress;
  const router = useRouter();
  const announce = useAnnounce();
  const heading = useRef<HTMLHeadingElement>(null);
  // False in a page load, which has a focus of its own.
  const [walkedIn] = useState(useHydrated());
  // Who has confirmed it a moment ago has seconds to take it back, so the countdown takes the focus instead.
  const [confirmed] = useState(() => state === 'held' && isJustConfirmed(id));
  useEffect(forgetConfirmed, []);
  const [done, setDone] = useState(0);
  const [asking, setAsking] = useState<Asking | 'edit' | null>(null);

  // What was pressed is gone: the form that sent it, or the button that took it back.
  useEffect(() => {
    if ((walkedIn && !confirmed) || done > 0) heading.current?.focus();
  }, [walkedIn, confirmed, done]);
  const reload = useCallback(() => {
    refresh();
    router.refresh();
  }, [refresh, router]);
  // Its texts and times are the page's: when its state moves, they are of before.
  const shownState = useRef(broadcast.state);
  useEffect(() => {
    if (shownState.current === state) return;
    shownState.current = state;
    router.refresh();
  }, [state, router]);

  const finish = (sentence: string) => {
    setAsking(null);
    setDone((times) => times + 1);
    announce(sentence);
    reload();
  };
  const stopped = broadcast.stoppedAt !== null;

  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0 space-y-8">
        <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
          <BroadcastHeader
            broadcast={broadcast}
            state={state}
            audience={toAudienceText(audience, names)}
            heading={heading}
            recalledBy={recalledBy}
          />
          <BroadcastActions
            {...{ id, state, stopped, figures, showsNames }}
            onAsk={setAsking}
            onEdit={() => setAsking('edit')}
          />
        </div>
        {WAITS.includes(state) && (
          <HoldCountdown
            key={id}
            broadcast={{ ...broadcast, state }}
            takesFocus={confirmed}
            onChanged={reload}
          />
        )}
        <ContentList content={broadcast} />
        {sentAt !== null || figures.targeted > 0 ? (
          <>
            <ProgressPanel progress={progress} stopped={stopped} />
            {isWhole(figures) ? (
              <>
                <Funnel figures={figures} />
                <TimelinePanel id={id} figures={figures} />
              </>
            ) : (
              <FewPeopleNote />
            )}
            {children}
          </>
        ) : (
          <p className="text-muted">{NOT_OUT[state]}</p>
        )}
      </div>
      {state !== 'recalled' && state !== 'expired' && (
        <DraftPreview draft={broadcast} heading="What people see" sentAt={sentAt} />
      )}
      {asking === 'edit' && (
        <EditDialog broadcast={broadcast} onDone={finish} onStale={reload} onCancel={() => setAsking(null)} />
      )}
      {asking !== null && asking !== 'edit' && (
        <ActDialog {...{ id, asking, figures }} onDone={finish} onCancel={() => setAsking(null)} />
      )}
    </div>
  );
}

const WAITS: readonly BroadcastState[] = ['held', 'scheduled', 'paused'];

const NOT_OUT: Readonly<Record<BroadcastState, string | null>> = {
  draft: null,
  scheduled: null,
  held: null,
  paused: null,
  sent: null,
  recalled: null,
  expired: 'Its time was over before it could go out. Nobody has it.',
  cancelled: 'Cancelled before it reached anybody.',
};
