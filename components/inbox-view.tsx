'use client';

import Link from 'next/link';
import { Fragment, useCallback, useEffect, useId, useMemo, useRef } from 'react';
import { useInbox, useInboxActions } from '@/lib/client/inbox-provider';
import type { Filter } from '@/lib/inbox/notification';
import type { FeedPage } from '@/lib/inbox/stream';
import { unreadText } from './bell-words';
import { Button } from './button';
import { ConnectionStatus } from './connection/connection-status';
import { UnsentLine } from './connection/unsent-line';
import { daySections } from './list/day-sections';
import { EmptyList, FailedList, RefreshFailed, SkeletonRows } from './list/list-states';
import { NewPill, ReadAllButton, UndoButton } from './list/list-toolbar';
import { NotificationList } from './list/notification-list';
import { ProblemLine } from './list/problem-line';
import { UndoBar } from './list/undo-bar';
import { useNotificationList } from './list/use-notification-list';
import { useOlder } from './list/use-older';
import { servedView, shownView } from './served-view';
import { useClock } from './time/clock';

const VIEWS: readonly { filter: Filter; name: string; href: string }[] = [
  { filter: 'inbox', name: 'All', href: '/inbox' },
  { filter: 'unread', name: 'Unread', href: '/inbox?view=unread' },
  { filter: 'archived', name: 'Archived', href: '/inbox?view=archived' },
];

/** A page that is scrolled less than this still counts as being at its top. */
const AT_TOP_PX = 48;

/** The inbox page: one view of the live inbox, by day, with everything that can be done to it. */
export function InboxView({
  filter,
  page,
}: {
  filter: Filter;
  /** The view's first page as the server's HTML shows it, until the live view is loaded; null when that has it. */
  page: FeedPage | null;
}) {
  const snapshot = useInbox();
  const actions = useInboxActions();
  const clock = useClock();
  const live = snapshot.views[filter];
  const served = useMemo(() => (page === null ? null : servedView(page)), [page]);
  const view = useMemo(() => shownView(live, served), [live, served]);
  const id = useId();
  const region = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const scrollToTop = useCallback(() => scrollTo({ top: 0 }), []);
  const list = useNotificationList({ snapshot, view, actions, filter, region, heading, scrollToTop });

  const { keep, letGo, focusRow } = list;
  useEffect(() => {
    actions.open(filter);
    return letGo;
  }, [actions, filter, letGo]);

  useEffect(() => {
    const onScroll = () => keep('scroll', scrollY > AT_TOP_PX);
    addEventListener('scroll', onScroll, { passive: true });
    return () => removeEventListener('scroll', onScroll);
  }, [keep]);

  const askForOlder = useOlder({
    view,
    rows: list.rows,
    load: () => actions.loadOlder(filter),
    focusRow,
  });
  const toHeading = () => heading.current?.focus();
  // The button that was pressed goes with what it repairs.
  const tryAgain = (act: () => void) => () => {
    toHeading();
    act();
  };

  return (
    <section ref={region} aria-labelledby={`${id}h`} {...list.regionListeners}>
      <div className="flex min-h-11 flex-wrap items-center gap-x-3 ps-4 pe-2 sm:px-0">
        <h1 id={`${id}h`} ref={heading} tabIndex={-1} className="text-xl font-semibold tracking-tight">
          Inbox
        </h1>
        <span className="flex-1 text-sm text-muted tabular-nums">{unreadText(snapshot.counts.unread)}</span>
        {filter !== 'archived' && (
          <ReadAllButton unread={snapshot.counts.unread} onPress={list.readAll} {...list.readAllListeners} />
        )}
      </div>
      <div className="mt-1 flex items-center justify-between border-b border-line px-1 sm:px-0">
        <nav aria-label="Inbox views" className="flex">
          {VIEWS.map(({ filter: other, name, href }) => (
            <Link
              key={other}
              href={href}
              prefetch={false}
              aria-current={other === filter ? 'page' : undefined}
              className="-mb-px inline-flex min-h-10 items-center border-b-2 border-transparent px-3 text-sm font-medium text-muted hover:text-text aria-[current]:border-accent aria-[current]:text-text pointer-coarse:min-h-11"
            >
              {name}
            </Link>
          ))}
        </nav>
        <UndoButton last={snapshot.undoable.at(-1)} onUndo={list.undo} />
      </div>
      {/* In sight wherever one has scrolled to: what is read there may be old. */}
      <div data-lines="" className="sticky top-(--header) z-10 bg-bg short:static">
        <ConnectionStatus onGone={toHeading} />
        <UnsentLine />
        {view.state === 'failed' && view.rows.length > 0 && (
          <RefreshFailed onRetry={tryAgain(actions.refresh)} />
        )}
        <ProblemLine problem={snapshot.problem} onDismiss={toHeading} />
      </div>

      <div className="relative" {...list.listListeners}>
        <div className="sticky top-(--header) z-10">
          <NewPill behind={list.behind} onShow={list.showNew} />
        </div>
        {daySections(list.rows, clock).map(({ key, heading: day, rows }) => (
          <Fragment key={key}>
            <h2 id={`${id}${key}`} className="px-4 pt-6 pb-2 text-sm font-semibold text-muted">
              {day}
            </h2>
            <div className="overflow-hidden border-y border-line sm:rounded-xl sm:border-x">
              <NotificationList
                rows={rows}
                gone={list.gone}
                onGone={list.onGone}
                stop={list.stop}
                handlers={list.handlers}
                labelledBy={`${id}${key}`}
                folds={false}
              />
            </div>
          </Fragment>
        ))}
        {list.rows.length === 0 &&
          (view.state === 'failed' ? (
            <FailedList onRetry={tryAgain(() => actions.open(filter))} />
          ) : view.state === 'ready' ? (
            <EmptyList filter={filter} />
          ) : (
            <SkeletonRows />
          ))}
      </div>

      {view.more && list.rows.length > 0 && (
        <div className="mt-6 flex flex-col items-center gap-2">
          {view.loadOlderFailed && (
            <p role="alert" className="text-sm text-critical">
              Couldn't load older notifications.
            </p>
          )}
          <Button aria-disabled={view.loadingOlder} onClick={(event) => askForOlder(event.currentTarget)}>
            {view.loadingOlder ? 'Loading…' : view.loadOlderFailed ? 'Try again' : 'Load older'}
          </Button>
        </div>
      )}
      <UndoBar place="page" onUndo={list.undo} onGone={toHeading} />
    </section>
  );
}
