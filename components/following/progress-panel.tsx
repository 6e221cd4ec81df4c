'use client';

import { useEffect, useState } from 'react';
import type { BroadcastProgress } from '@/lib/client/broadcast-watch';
import { number } from '../bell-words';
import { share } from '../broadcasts/broadcast-words';
import { useAnnounce } from '../speech/announcer';
import { createMilestones, deliveredText } from './milestones';
import { onlineText, SKIPPED_WORDS } from './progress-words';

/** How far a broadcast has come with the people it is for: all of them are in one of three figures. */
export function ProgressPanel({ progress, stopped }: { progress: BroadcastProgress; stopped: boolean }) {
  const { figures, skippedFor, online, state } = progress;
  const { targeted, delivered, pending, skipped } = figures;
  // What was taken back is in nobody's inbox any more.
  const taken = state === 'recalled' || state === 'expired';
  const text = deliveredText(figures);
  const announce = useAnnounce();
  const [milestone] = useState(() => createMilestones(figures));
  useEffect(() => {
    const sentence = milestone(figures);
    if (sentence !== null) announce(sentence);
  }, [milestone, figures, announce]);
  const reasons = SKIPPED_WORDS.map(({ reason, words }) => ({
    reason,
    words,
    people: skippedFor?.[reason] ?? 0,
  })).filter(({ people }) => people > 0);

  return (
    <section aria-labelledby="progress" className="space-y-3">
      <h2 id="progress" className="text-lg font-semibold">
        Delivery
      </h2>
      <div>
        <div className="mb-2 flex items-baseline justify-between gap-4">
          <span className="font-medium tabular-nums">{text}</span>
          <span className="text-sm text-muted tabular-nums">{share(delivered, targeted)}</span>
        </div>
        <progress
          aria-label="Delivered"
          aria-valuetext={text}
          value={delivered}
          max={Math.max(targeted, 1)}
        />
      </div>
      <dl className="grid grid-cols-3 overflow-hidden rounded-xl border border-line">
        <Figure
          name="Delivered"
          value={delivered}
          note={taken ? 'had it in their inbox' : 'in their inbox'}
        />
        <Figure
          name="Pending"
          value={pending}
          note={state === 'sent' && !stopped ? 'when they come back' : 'nobody waits for it'}
        />
        <Figure name="Skipped" value={skipped} note="do not get it" />
      </dl>
      {reasons.length > 0 && (
        <ul className="list-disc ps-5 text-sm text-muted" aria-label="Skipped by reason">
          {reasons.map(({ reason, words, people }) => (
            <li key={reason} data-skipped={reason}>
              <span className="tabular-nums">{number(people)}</span> {words}
            </li>
          ))}
        </ul>
      )}
      {online !== null && (
        <p data-online="" className="text-sm text-muted tabular-nums">
          {onlineText(online, figures)}
        </p>
      )}
    </section>
  );
}

function Figure({ name, value, note }: { name: string; value: number; note: string }) {
  return (
    <div data-figure={name.toLowerCase()} className="border-line px-4 py-3 not-last:border-e">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="mt-0.5 text-xl font-semibold tabular-nums">{number(value)}</dd>
      <dd className="text-xs text-muted">{note}</dd>
    </div>
  );
}
