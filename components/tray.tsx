'use client';

import { ArrowRightIcon, XIcon } from 'lucide-react';
import Link from 'next/link';
import { type FocusEvent, type ToggleEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { Row } from '@/lib/client/inbox';
import { useInbox, useInboxActions } from '@/lib/client/inbox-provider';
import { Bell, TRAY_ID } from './bell';
import { unreadText } from './bell-words';
import { ConnectionStatus } from './connection/connection-status';
import { UnsentLine } from './connection/unsent-line';
import { EmptyList, FailedList, SkeletonRows } from './list/list-states';
import { NewPill, ReadAllButton } from './list/list-toolbar';
import { NotificationList } from './list/notification-list';
import { ProblemLine } from './list/problem-line';
import { UndoBar } from './list/undo-bar';
import { useNotificationList } from './list/use-notification-list';
import { ToastRegion } from './toast/toast-region';
import { useSheet } from './use-sheet';

/** Newest rows shown in the tray; the rest is one link away. */
const TRAY_ROWS = 20;
/** A list that is scrolled less than this still counts as being at its top. */
const AT_TOP_PX = 48;

/**
 * The bell and what opens under it. A native popover: it opens before any script has run, lies over everything,
 * and closes at Escape or a press outside, all by the platform.
 */
export function Tray() {
  const snapshot = useInbox();
  const actions = useInboxActions();
  const [open, setOpen] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const view = snapshot.views.inbox;
  const isOver = snapshot.status === 'signed-out';

  const close = useCallback(() => panel.current?.hidePopover(), []);
  const onOpen = useCallback(
    (row: Row) => {
      if (row.url?.startsWith('/')) close();
    },
    [close],
  );
  const scrollToTop = useCallback(() => {
    scroller.current?.scrollTo({ top: 0 });
    panel.current?.scrollTo({ top: 0 });
  }, []);
  const list = useNotificationList({
    snapshot,
    view,
    actions,
    filter: 'inbox',
    limit: TRAY_ROWS,
    region: panel,
    heading,
    scrollToTop,
    onOpen,
  });

  useSheet(open);
  // On a low screen the whole of the panel scrolls, else the list alone does.
  const onScroll = () =>
    list.keep(
      'scroll',
      [panel, scroller].some(({ current }) => (current?.scrollTop ?? 0) > AT_TOP_PX),
    );

  useEffect(() => {
    // The platform focuses it as it opens the tray, so that not even a key pressed at once goes elsewhere.
    heading.current?.toggleAttribute('autofocus', true);
    // It may have been opened before this code ran; then the focus is still where it was opened from.
    const opened = panel.current?.matches(':popover-open') ?? false;
    setOpen(opened);
    if (opened && document.activeElement?.id === 'bell') heading.current?.focus();
  }, []);

  const toHeading = () => heading.current?.focus();
  // The button that was pressed goes with what it repairs.
  const tryAgain = (act: () => void) => () => {
    toHeading();
    act();
  };
  const onToggle = (event: ToggleEvent<HTMLDivElement>) => {
    const opened = event.newState === 'open';
    setOpen(opened);
    if (!opened) list.letGo();
  };
  const onBeforeToggle = (event: ToggleEvent<HTMLDivElement>) => {
    // It would open where it was left, and what came meanwhile would be above that, with nothing to say so. Only what
    // is drawn can be scrolled, hence before it is hidden.
    if (event.newState === 'closed') scrollToTop();
  };
  const onBlur = (event: FocusEvent) => {
    const to = event.relatedTarget;
    // Tab past the end. A press outside closes by itself, and the bell toggles by itself.
    if (!(to instanceof HTMLElement) || panel.current?.contains(to) || to.id === 'bell') return;
    close();
  };

  return (
    <>
      <Bell counts={snapshot.counts} open={open} live={snapshot.status === 'live'} />
      <div
        id={TRAY_ID}
        ref={panel}
        popover="auto"
        role="dialog"
        aria-labelledby="tray-title"
        onBeforeToggle={onBeforeToggle}
        onToggle={onToggle}
        onBlur={onBlur}
        onScroll={onScroll}
        {...list.regionListeners}
        className="fixed inset-auto end-3 top-14 max-h-[min(36rem,calc(100dvh-5rem))] w-[25rem] flex-col overflow-hidden rounded-xl border border-line bg-bg text-text shadow-float open:flex short:overflow-y-auto max-sm:inset-0 max-sm:h-dvh max-sm:max-h-none max-sm:w-full max-sm:max-w-none max-sm:rounded-none max-sm:border-0"
      >
        <div className="flex flex-wrap items-center gap-x-3 border-b border-line py-2 ps-4 pe-2">
          <h2
            id="tray-title"
            ref={heading}
            tabIndex={-1}
            className="font-semibold focus:not-focus-visible:outline-none"
          >
            Notifications
          </h2>
          <span className="flex-1 text-sm whitespace-nowrap text-muted tabular-nums">
            {!isOver && unreadText(snapshot.counts.unread)}
          </span>
          <div className="max-sm:order-last max-sm:-ms-2 max-sm:basis-full">
            {!isOver && (
              <ReadAllButton
                unread={snapshot.counts.unread}
                onPress={list.readAll}
                {...list.readAllListeners}
              />
            )}
          </div>
          <button
            type="button"
            popoverTarget={TRAY_ID}
            popoverTargetAction="hide"
            aria-label="Close notifications"
            className="grid size-11 place-items-center rounded-md text-muted hover:bg-raised sm:hidden"
          >
            <XIcon aria-hidden="true" className="size-5" />
          </button>
        </div>
        <ConnectionStatus spoken onGone={toHeading} />
        <UnsentLine />
        <ProblemLine problem={snapshot.problem} onDismiss={toHeading} />
        <div className="relative flex min-h-0 flex-1 flex-col short:flex-none" {...list.listListeners}>
          <NewPill behind={list.behind} onShow={list.showNew} />
          <div
            ref={scroller}
            className="min-h-0 flex-1 overflow-y-auto overscroll-contain short:flex-none short:overflow-visible"
            onScroll={onScroll}
          >
            {list.rows.length > 0 ? (
              <NotificationList
                rows={list.rows}
                gone={list.gone}
                onGone={list.onGone}
                stop={list.stop}
                handlers={list.handlers}
                labelledBy="tray-title"
                folds
              />
            ) : isOver ? null : view.state === 'failed' ? (
              <FailedList onRetry={tryAgain(() => actions.open('inbox'))} />
            ) : view.state === 'ready' ? (
              <EmptyList filter="inbox" />
            ) : (
              <SkeletonRows />
            )}
          </div>
        </div>
        <UndoBar place="tray" onUndo={list.undo} onGone={toHeading} />
        <div className="border-t border-line p-2">
          <Link
            href="/inbox"
            prefetch={false}
            onClick={close}
            className="flex min-h-9 items-center justify-center gap-1.5 rounded-md text-sm font-medium text-accent hover:bg-raised pointer-coarse:min-h-11"
          >
            Open inbox
            <ArrowRightIcon aria-hidden="true" className="size-4 rtl:-scale-x-100" />
          </Link>
        </div>
      </div>
      {/* After the bell in the order of Tab: whoever comes by keyboard finds a toast where its notification will be. */}
      <ToastRegion trayOpen={open} />
    </>
  );
}
