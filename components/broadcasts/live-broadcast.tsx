'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import type { BroadcastProgress } from '@/lib/client/broadcast-watch';
import { cancelSending } from '@/lib/client/broadcasts';
import { recallBroadcast } from '@/lib/client/following';
import { type RealtimeSettings, useBroadcast } from '@/lib/client/use-broadcast';
import type { BroadcastWithFigures } from '@/lib/inbox/broadcast';
import { number, people } from '../bell-words';
import { Button } from '../button';
import { ConfirmDialog } from '../confirm-dialog';
import { useAnnounce } from '../speech/announcer';
import { useClock } from '../time/clock';
import { RelativeTime } from '../time/relative-time';
import { wholeTime } from '../time/time-words';
import { useHydrated } from '../use-hydrated';
import { audienceText } from './broadcast-words';
import { ContentList } from './content-list';
import { DraftPreview } from './draft-preview';
import { FiguresPanel } from './figures-panel';
import { StateMark } from './state-mark';

/** A broadcast that is on its way or out: its state and figures live, and what can still be done about it. */
export function LiveBroadcast({
  broadcast,
  progress,
  realtime,
}: {
  broadcast: BroadcastWithFigures;
  progress: BroadcastProgress;
  realtime: RealtimeSettings;
}) {
  const { id, title, audience, createdBy, dueAt, sentAt, recalledAt } = broadcast;
  const { state, figures, refresh } = useBroadcast(id, progress, realtime);
  const router = useRouter();
  const announce = useAnnounce();
  const clock = useClock();
  const heading = useRef<HTMLHeadingElement>(null);
  // False in a page load, which has a focus of its own.
  const [walkedIn] = useState(useHydrated());
  const [done, setDone] = useState(false);
  const [asking, setAsking] = useState<'recall' | 'cancel' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  // What was pressed is gone: the form that sent it, or the button that took it back.
  useEffect(() => {
    if (walkedIn || done) heading.current?.focus();
  }, [walkedIn, done]);

  const act = async () => {
    setProblem(null);
    const answer = asking === 'recall' ? await recallBroadcast(id) : await cancelSending(id);
    if (!answer.ok) {
      setProblem(answer.problem.detail);
      return;
    }
    setAsking(null);
    setDone(true);
    announce(asking === 'recall' ? 'Recalled.' : 'Cancelled.');
    refresh();
    router.refresh();
  };
  const ask = (what: 'recall' | 'cancel') => {
    setProblem(null);
    setAsking(what);
  };
  const out = state === 'sent' || state === 'recalled' || state === 'expired';

  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="space-y-6">
        <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
          <div className="min-w-0 flex-1 basis-64">
            <h1
              ref={heading}
              tabIndex={-1}
              dir="auto"
              className="text-xl font-semibold tracking-tight wrap-anywhere"
            >
              {title}
            </h1>
            <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
              <StateMark state={state} />
              <span>To {audienceText(audience).toLowerCase()}</span>
              <span>by {createdBy.name}</span>
              {sentAt !== null && (
                <span>
                  Sent <RelativeTime iso={sentAt} long />
                </span>
              )}
              {sentAt === null && dueAt !== null && (
                <span>
                  Due <time dateTime={dueAt}>{wholeTime(dueAt, clock)}</time>
                </span>
              )}
              {recalledAt !== null && (
                <span>
                  Recalled <RelativeTime iso={recalledAt} long />
                </span>
              )}
            </p>
          </div>
          {state === 'sent' && (
            <Button kind="danger" onClick={() => ask('recall')}>
              Recall
            </Button>
          )}
          {(state === 'held' || state === 'scheduled') && (
            <Button kind="danger" onClick={() => ask('cancel')}>
              Cancel sending
            </Button>
          )}
        </div>
        <ContentList content={broadcast} />
        {out ? <FiguresPanel figures={figures} /> : <p className="text-muted">{WAITING[state]}</p>}
      </div>
      {state !== 'recalled' && <DraftPreview draft={broadcast} heading="What people see" sentAt={sentAt} />}
      {asking === 'recall' && (
        <ConfirmDialog
          title="Recall this broadcast?"
          confirm="Recall"
          kind="danger"
          problem={problem}
          onConfirm={act}
          onCancel={() => setAsking(null)}
        >
          <p>
            Removes it from {number(figures.delivered)} {figures.delivered === 1 ? 'inbox' : 'inboxes'}.{' '}
            {people(figures.seen)} {figures.seen === 1 ? 'has' : 'have'} already seen it. This can't be
            undone.
          </p>
        </ConfirmDialog>
      )}
      {asking === 'cancel' && (
        <ConfirmDialog
          title="Cancel sending?"
          confirm="Cancel sending"
          dismiss="Keep sending"
          kind="danger"
          problem={problem}
          onConfirm={act}
          onCancel={() => setAsking(null)}
        >
          <p>It has not gone out to anybody yet, and will not.</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

const WAITING: Readonly<Record<BroadcastWithFigures['state'], string | null>> = {
  draft: null,
  scheduled: 'Nobody has it yet.',
  held: 'Nobody has it yet.',
  paused: 'Nobody has it yet.',
  sent: null,
  recalled: null,
  expired: null,
  cancelled: 'Cancelled before it reached anybody.',
};
