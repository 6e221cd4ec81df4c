'use client';

import { useEffect, useRef, useState } from 'react';
import { pauseSending, redraft, resumeSending } from '@/lib/client/sending';
import { useHold } from '@/lib/client/use-hold';
import type { Broadcast, BroadcastState } from '@/lib/inbox/broadcast';
import { whenText } from '@/lib/inbox/local-time-words';
import { Button } from '../button';
import { useAnnounce } from '../speech/announcer';
import { useClock } from '../time/clock';
import { wholeTime } from '../time/time-words';
import { useHydrated } from '../use-hydrated';
import { countdownSpeech, countdownText } from './hold-words';

type Deed = 'undo' | 'pause' | 'resume';

/**
 * What is shown of a broadcast that waits, and what can be done about it. Mount it while the broadcast is held, scheduled
 * or paused, with its id for a key. The words are for the eye, except at the start and at the end.
 */
export function HoldCountdown({
  broadcast,
  takesFocus = false,
  onChanged,
}: {
  broadcast: Pick<Broadcast, 'id' | 'state' | 'dueAt' | 'scheduledFor' | 'timeZone' | 'frozen'>;
  /** Whoever comes to it has just confirmed: what takes it back is under their fingers. */
  takesFocus?: boolean;
  /** It is in another state than it was shown in: by its time, by a deed here, or by somebody else. */
  onChanged: (state: BroadcastState) => void;
}) {
  const { id, state: shownState, dueAt, timeZone, frozen } = broadcast;
  const clock = useClock();
  const announce = useAnnounce();
  // In a page load the clock is the server's of this moment; whoever walked in has one of up to half a minute ago.
  const [walkedIn] = useState(useHydrated());
  const hold = useHold(id, { state: shownState, dueAt, serverNow: walkedIn ? null : clock.now });
  const [busy, setBusy] = useState<Deed | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const started = useRef(false);
  const { state, leftMs } = hold;
  const counting = state === 'held' && leftMs !== null;
  const isOver = leftMs === 0;

  // Once at the start and once at the end; what is between is for the eye.
  const spoken = useRef<'start' | 'end' | null>(null);
  useEffect(() => {
    if (!counting) return;
    const now = isOver ? 'end' : 'start';
    if (spoken.current === now) return;
    spoken.current = now;
    announce(countdownSpeech(leftMs));
  }, [counting, isOver, leftMs, announce]);

  // Somebody else has paused or resumed it: how long it is now, only the server knows.
  const { refresh } = hold;
  const heard = useRef(shownState);
  useEffect(() => {
    if (heard.current === shownState) return;
    heard.current = shownState;
    refresh();
  }, [shownState, refresh]);

  const told = useRef(shownState);
  useEffect(() => {
    if (state === told.current) return;
    told.current = state;
    if (state !== 'held') spoken.current = null;
    onChanged(state);
  }, [state, onChanged]);

  const undo = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) undo.current?.focus();
  }, [takesFocus]);

  const act = async (deed: Deed) => {
    // A ref, because the second click of a double click comes before the next render.
    if (started.current) return;
    started.current = true;
    setBusy(deed);
    setProblem(null);
    const answer = await DEEDS[deed].act(id);
    started.current = false;
    setBusy(null);
    if (answer.ok) announce(DEEDS[deed].done);
    else if (answer.problem.code === 'conflict') setProblem(DEEDS[deed].tooLate);
    else setProblem(answer.problem.detail);
    refresh();
  };

  return (
    <section aria-label="Before it goes out" data-state={state} className="rounded-xl border border-line p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-56">
          {/* Not a live region: a number every second would talk over everything. */}
          <p role="timer" aria-live="off" className="text-lg font-semibold tabular-nums">
            {headline(state, leftMs)}
          </p>
          <p className="text-sm text-muted">
            {state === 'scheduled' && dueAt !== null && (
              <>
                <time dateTime={dueAt}>
                  {wholeTime(dueAt, { ...clock, timeZone: timeZone ?? clock.timeZone })}
                </time>{' '}
                {timeZone ?? clock.timeZone}{' '}
                {whenText(Date.parse(dueAt), { now: clock.now, zone: timeZone ?? clock.timeZone })}
                <br />
              </>
            )}
            {frozen
              ? 'Goes to the people who were counted.'
              : 'Goes to whoever belongs to its audience then.'}{' '}
            Nobody has it yet.
          </p>
        </div>
        <div className="flex flex-wrap gap-3">
          {state === 'paused' ? (
            <Button aria-disabled={busy !== null} onClick={() => act('resume')}>
              Resume
            </Button>
          ) : (
            <Button aria-disabled={busy !== null || isOver} onClick={() => !isOver && act('pause')}>
              Pause
            </Button>
          )}
          <Button
            ref={undo}
            kind="primary"
            // The key that confirmed it may still be held down.
            onKeyDown={(event) => event.repeat && event.preventDefault()}
            aria-disabled={busy !== null || isOver}
            onClick={() => !isOver && act('undo')}
          >
            {state === 'held' ? 'Undo' : 'Back to draft'}
          </Button>
        </div>
      </div>
      {problem !== null && (
        <p role="alert" className="mt-3 text-sm text-critical">
          {problem}
        </p>
      )}
    </section>
  );
}

const DEEDS = {
  undo: {
    act: redraft,
    done: 'Taken back. It is a draft again.',
    tooLate: 'It has gone out already. Recall takes it back from every inbox.',
  },
  pause: { act: pauseSending, done: 'Paused.', tooLate: 'It has gone out already.' },
  resume: { act: resumeSending, done: 'Resumed.', tooLate: 'Somebody else has changed this broadcast.' },
} as const;

function headline(state: BroadcastState, leftMs: number | null): string {
  if (state === 'paused') return 'Paused';
  if (state === 'scheduled') return leftMs === 0 ? 'Sending…' : 'Scheduled';
  return leftMs === null ? 'Sending soon' : countdownText(leftMs);
}
