'use client';

import { useId, useState } from 'react';
import type { InitialInbox } from '@/lib/client/inbox';
import { InboxOf } from '@/lib/client/inbox-provider';
import { useLab, useSnapshot } from '@/lib/client/lab/use-lab';
import { shortCursor } from '@/lib/client/lab/wire-log';
import { number } from '../bell-words';
import { Button } from '../button';
import { LabPane } from './lab-pane';

/** The lab: what arrives for both inboxes, what the database says, and the two of them side by side. */
export function LabView({ initial }: { initial: InitialInbox }) {
  const lab = useLab(initial);
  const truth = useSnapshot(lab.truth);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const arrive = async (count: number) => setProblem(await lab.arrive(count));

  return (
    <div className="max-sm:px-4">
      <h1 className="text-xl font-semibold tracking-tight">Lab</h1>
      <p className="mt-1 max-w-2xl text-sm text-muted">
        Two live inboxes of yours, each with a line of its own to this server. Let events go wrong on their
        way, and watch both inboxes end equal to the database.
      </p>
      <section
        aria-labelledby={`${id}h`}
        className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-3 rounded-xl border border-line bg-raised px-4 py-3"
      >
        <div className="min-w-0 flex-1 basis-64">
          <h2 id={`${id}h`} className="font-semibold">
            The database
          </h2>
          <p data-truth={truth?.cursor} className="text-sm text-muted tabular-nums">
            {truth === null
              ? 'Not asked yet.'
              : `At ${shortCursor(truth.cursor)}: ${number(truth.counts.unread)} unread, ${number(truth.counts.unseen)} unseen.`}
          </p>
        </div>
        <div>
          <div className="flex flex-wrap gap-2">
            <Button kind="primary" aria-describedby={`${id}help`} onClick={() => arrive(1)}>
              Send me one
            </Button>
            <Button aria-describedby={`${id}help`} onClick={() => arrive(5)}>
              Send me five
            </Button>
          </div>
          <p id={`${id}help`} className="mt-1.5 text-xs text-muted">
            New notifications for you alone; both inboxes are told.
          </p>
          {problem !== null && (
            <p role="alert" className="mt-1 text-sm text-critical">
              {problem}
            </p>
          )}
        </div>
      </section>
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
        {lab.inboxes.map((inbox) => (
          <InboxOf key={inbox.name} store={inbox.store}>
            <LabPane inbox={inbox} truth={lab.truth} />
          </InboxOf>
        ))}
      </div>
    </div>
  );
}
