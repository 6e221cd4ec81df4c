'use client';

import {
  type FocusEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { InboxActions, InboxSnapshot, InboxView, Row } from '@/lib/client/inbox';
import { parseLink } from '@/lib/inbox/link';
import type { Filter } from '@/lib/inbox/notification';
import type { KeyCommand } from './key-command';
import { listKeys } from './list-keys';
import { withOpened } from './opened-rows';
import { rowAfterMove } from './roving';
import type { RowHandlers } from './row-handlers';
import { useFollow } from './use-follow';
import { useRowFocus } from './use-row-focus';
import { useSeen } from './use-seen';
import { useSteadyRows } from './use-steady-rows';
import { useTombstones } from './use-tombstones';

/**
 * Everything the tray and the inbox page share: rows that stand still under the person, roving focus, keys,
 * seen marks, and "mark all as read" bounded by what was on screen. Spread `regionListeners` on the element
 * around list and toolbar, `listListeners` on the element around the rows alone.
 */
export function useNotificationList({
  snapshot,
  view,
  actions,
  filter,
  limit = Number.POSITIVE_INFINITY,
  region,
  heading,
  scrollToTop,
  onOpen,
}: {
  snapshot: InboxSnapshot;
  view: InboxView;
  actions: InboxActions;
  filter: Filter;
  limit?: number;
  region: RefObject<HTMLElement | null>;
  heading: RefObject<HTMLElement | null>;
  scrollToTop: () => void;
  onOpen?: (row: Row) => void;
}) {
  const [opened, setOpened] = useState<readonly Row[]>([]);
  const { views, status } = snapshot;
  const keepsOpened = filter === 'unread' && status !== 'signed-out';
  const shown = useMemo(
    () => (keepsOpened ? withOpened(view, opened, views) : view),
    [keepsOpened, view, opened, views],
  );
  const steady = useSteadyRows(shown);
  const rows = useMemo(() => steady.rows.slice(0, limit), [steady.rows, limit]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const { keep, letGo: letRowsGo } = steady;
  const onHold = useCallback((held: boolean) => keep('focus', held), [keep]);
  const {
    drawn,
    gone,
    done: onGone,
    onLeft,
  } = useTombstones({ rows, removed: snapshot.removed, filter, region });
  const focus = useRowFocus(region, ids, heading, onHold, onLeft);
  const follow = useFollow();
  useSeen(region, rows, actions.view);

  const handlers = useMemo<RowHandlers>(
    () => ({
      open(row) {
        const link = row.url === null ? null : parseLink(row.url);
        if (row.readAt === null) setOpened((before) => [...before.filter(({ id }) => id !== row.id), row]);
        if (link !== null) actions.click(row.id);
        else if (row.readAt === null) actions.read(row.id);
        onOpen?.(row);
        if (link !== null) follow(link);
      },
      read: (row) => actions.read(row.id),
      unread: (row) => actions.unread(row.id),
      archive(row) {
        setOpened((before) => before.filter(({ id }) => id !== row.id));
        actions.archive(row.id);
      },
      restore: (row) => actions.restore(row.id),
      retry: (row) => actions.retry(row.id),
    }),
    [actions, onOpen, follow],
  );

  const letGo = useCallback(() => {
    setOpened([]);
    letRowsGo();
  }, [letRowsGo]);

  // The arrivals are in the list one render after they were asked for; then the first of them takes focus.
  const { focusRow } = focus;
  const toFirst = useRef(false);
  const { showNew: letIn } = steady;
  const showNew = useCallback(() => {
    toFirst.current = true;
    letIn();
  }, [letIn]);
  const first = ids[0] ?? null;
  useEffect(() => {
    if (!toFirst.current || steady.behind > 0) return;
    toFirst.current = false;
    scrollToTop();
    focusRow(first);
  }, [first, steady.behind, scrollToTop, focusRow]);

  const toUndone = useRef<string | null>(null);
  useLayoutEffect(() => {
    const id = toUndone.current;
    if (id === null || !ids.includes(id)) return;
    toUndone.current = null;
    // Whoever has gone elsewhere meanwhile is left there.
    if (document.activeElement === heading.current) focusRow(id);
  }, [ids, heading, focusRow]);

  const { unread } = snapshot.counts;
  const readAll = () => {
    if (unread === 0) return;
    actions.readAll(filter, steady.through);
    // Done: what arrives from here on need not wait until the pointer has left the button.
    keep('readAll', false);
    keep('readAllFocus', false);
  };
  /** The operation that a button offers, or the last thing that was done, answered or not. */
  const undo = (operation?: string) => {
    // What was pressed goes with what it offered. Focus goes on to the row once that is here.
    if (document.activeElement?.closest('[data-undo]')) {
      heading.current?.focus();
      toUndone.current = snapshot.undoable.find((one) => one.operation === operation)?.row ?? null;
    }
    actions.undo(operation);
  };

  const command = (asked: KeyCommand): boolean => {
    const focused = focus.focusedId();
    if (asked === 'next' || asked === 'previous' || asked === 'first' || asked === 'last') {
      if (ids.length > 0) focusRow(rowAfterMove(ids, focused, asked));
      return ids.length > 0;
    }
    if (asked === 'readAll') readAll();
    else if (asked === 'showNew' && steady.behind > 0) showNew();
    else if (asked === 'undo') undo();
    else
      return onRow(
        rows.find((row) => row.id === focused),
        asked,
      );
    return true;
  };
  const onRow = (row: Row | undefined, asked: KeyCommand): boolean => {
    if (row === undefined) return false;
    if (asked === 'open') openRow(region.current, row.id);
    else if (asked === 'archive') (row.archivedAt === null ? handlers.archive : handlers.restore)(row);
    else if (asked === 'read') handlers.read(row);
    else if (asked === 'unread') handlers.unread(row);
    else if (asked === 'intoActions') focus.moveInRow(1);
    else if (asked === 'outOfActions') focus.moveInRow(-1);
    else return false;
    return true;
  };

  return {
    /** With the tombstones among them. */
    rows: drawn,
    gone,
    onGone,
    behind: steady.behind,
    stop: focus.stop,
    handlers,
    readAll,
    undo,
    showNew,
    keep,
    focusRow,
    /** The visit has ended: nothing is held, and what was opened need not stay. */
    letGo,
    regionListeners: { onKeyDown: listKeys(command) },
    listListeners: {
      ...steady.whilePointed('pointer'),
      ...focus.listeners,
    },
    readAllListeners: {
      ...steady.whilePointed('readAll'),
      // A reason of its own: a press with the mouse focuses the button too, and must not end the pointer's hold.
      onFocus: (event: FocusEvent) => keep('readAllFocus', event.target.matches(':focus-visible')),
      onBlur: () => keep('readAllFocus', false),
    },
  };
}

/** Presses the row's main element, so that a key does exactly what a click does. */
function openRow(region: HTMLElement | null, id: string): void {
  region?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] [data-row-open]`)?.click();
}
