'use client';

import { BellIcon, CircleCheckIcon, CircleDashedIcon, TriangleAlertIcon } from 'lucide-react';
import { useCallback, useEffect, useId, useRef } from 'react';
import { useInbox, useInboxActions } from '@/lib/client/inbox-provider';
import type { LabInbox } from '@/lib/client/lab/lab';
import { likenessOf, type TruthWatch } from '@/lib/client/lab/truth';
import { useSnapshot } from '@/lib/client/lab/use-lab';
import { shortCursor } from '@/lib/client/lab/wire-log';
import { parseCursor } from '@/lib/inbox/stream';
import { Badge } from '../badge';
import { number } from '../bell-words';
import { Button } from '../button';
import { EmptyList } from '../list/list-states';
import { NewPill, ReadAllButton } from '../list/list-toolbar';
import { NotificationList } from '../list/notification-list';
import { useNotificationList } from '../list/use-notification-list';
import { FaultControls } from './fault-controls';
import { likenessText, STATUS_TEXT } from './lab-words';
import { WireLines } from './wire-lines';

/** As many rows as both inboxes show side by side without a scroll. */
const LAB_ROWS = 5;

/** One inbox of the lab: how it stands, what may go wrong, its rows, and what went over its wire. */
export function LabPane({ inbox, truth: watch }: { inbox: LabInbox; truth: TruthWatch }) {
  const truth = useSnapshot(watch);
  const snapshot = useInbox();
  const actions = useInboxActions();
  const id = useId();
  const region = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const scrollToTop = useCallback(() => heading.current?.scrollIntoView({ block: 'nearest' }), []);
  const view = snapshot.views.inbox;
  const list = useNotificationList({
    ...{ snapshot, view, actions, region, heading, scrollToTop },
    filter: 'inbox',
    limit: LAB_ROWS,
  });
  // What it heard a moment ago the database is asked for now.
  const ahead = truth !== null && isAhead(view.through, truth.cursor);
  const likeness = truth === null || ahead ? null : likenessOf(snapshot, truth);
  const { look } = watch;
  useEffect(() => {
    if (ahead) void look();
  }, [ahead, look]);
  const Icon = likeness === null ? CircleDashedIcon : likeness.equal ? CircleCheckIcon : TriangleAlertIcon;

  return (
    <section
      ref={region}
      aria-labelledby={`${id}h`}
      data-lab={inbox.name}
      data-equal={likeness?.equal}
      className="min-w-0 overflow-hidden rounded-xl border border-line"
      {...list.regionListeners}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2">
        <span className="relative -ms-2 grid size-11 shrink-0 place-items-center text-muted">
          <BellIcon aria-hidden="true" className="size-5" />
          <Badge counts={snapshot.counts} />
        </span>
        <h2 id={`${id}h`} ref={heading} tabIndex={-1} className="text-lg font-semibold">
          Inbox {inbox.name}
        </h2>
        <p
          data-likeness={likeness === null ? 'unknown' : likeness.equal ? 'equal' : 'different'}
          className="flex min-w-0 flex-1 basis-48 items-center gap-1.5 text-sm font-medium text-muted data-[likeness=different]:text-warning data-[likeness=equal]:text-success"
        >
          <Icon aria-hidden="true" className="size-4 shrink-0" />
          {likenessText(likeness)}
        </p>
      </div>
      <dl className="grid grid-cols-3 gap-x-4 border-b border-line px-4 py-2 text-sm tabular-nums [&_dt]:text-xs [&_dt]:text-muted">
        <div>
          <dt>Cursor</dt>
          <dd data-cursor={view.through}>{shortCursor(view.through)}</dd>
        </div>
        <div>
          <dt>Unread, unseen</dt>
          <dd>
            {number(snapshot.counts.unread)}, {number(snapshot.counts.unseen)}
          </dd>
        </div>
        <div>
          <dt>Status</dt>
          <dd data-status={snapshot.status}>{STATUS_TEXT[snapshot.status]}</dd>
        </div>
      </dl>
      <FaultControls name={inbox.name} faults={inbox.faults} />
      <WireLines name={inbox.name} log={inbox.log} />
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 border-y border-line px-2 py-1.5">
        <ReadAllButton unread={snapshot.counts.unread} onPress={list.readAll} {...list.readAllListeners} />
        <Button kind="quiet" aria-describedby={`${id}sync`} onClick={actions.refresh}>
          Sync now
        </Button>
        <p id={`${id}sync`} className="basis-full px-2 text-xs text-muted">
          Sync now asks what changed since the cursor, as coming back to a tab does.
        </p>
      </div>
      <div className="relative min-h-24" {...list.listListeners}>
        <NewPill behind={list.behind} onShow={list.showNew} />
        {list.rows.length > 0 ? (
          <NotificationList
            rows={list.rows}
            gone={list.gone}
            onGone={list.onGone}
            stop={list.stop}
            handlers={list.handlers}
            labelledBy={`${id}h`}
            folds
          />
        ) : (
          <EmptyList filter="inbox" />
        )}
      </div>
    </section>
  );
}

function isAhead(shown: string, truth: string): boolean {
  const [here, there] = [parseCursor(shown), parseCursor(truth)];
  return here !== null && there !== null && here.epoch === there.epoch && here.seq > there.seq;
}
