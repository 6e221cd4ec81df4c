'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import {
  type FocusEvent,
  type KeyboardEvent,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { browserClock } from '@/lib/client/clock';
import type { Row } from '@/lib/client/inbox';
import { useInbox, useInboxActions, useTabMirror } from '@/lib/client/inbox-provider';
import { browserAttention } from '@/lib/client/page-attention';
import { parseLink } from '@/lib/inbox/link';
import { useFollow } from '../list/use-follow';
import { useFocusKept } from '../use-focus-kept';
import { ManyToast } from './many-toast';
import { Toast } from './toast';
import type { Toasted } from './toast-stack';
import { createToasts } from './toasts';

const NONE: readonly Toasted[] = [];

/**
 * Warnings and worse that arrive while no list is in view, for some seconds; a landmark, so that it can be found by
 * ear. Nothing in it is read aloud by itself: the announcer has said it. All of it stands in the inbox as well.
 */
export function ToastRegion({ trayOpen }: { trayOpen: boolean }) {
  const { views, status } = useInbox();
  const actions = useInboxActions();
  const mirror = useTabMirror();
  const follow = useFollow();
  const isPage = usePathname() === '/inbox';
  const isArchive = useSearchParams().get('view') === 'archived';
  const inView = trayOpen || (isPage && !isArchive);
  const region = useRef<HTMLElement>(null);
  const [toasts] = useState(() => createToasts({ clock: browserClock, attention: browserAttention, mirror }));
  const shown = useSyncExternalStore(toasts.subscribe, toasts.get, () => NONE);
  const { rows, generation } = views.inbox;
  const live = status === 'live';
  const kept = useFocusKept(() => {
    const next = region.current?.querySelector<HTMLElement>('[data-toast-dismiss]');
    (next ?? document.getElementById('bell'))?.focus();
  });

  useEffect(() => toasts.start(), [toasts]);
  useEffect(() => toasts.shows({ rows, generation, live, inView }), [toasts, rows, generation, live, inView]);

  const open = (row: Row) => {
    const link = row.url === null ? null : parseLink(row.url);
    toasts.dismiss(row.id);
    if (link !== null) actions.click(row.id);
    follow(link ?? '/inbox');
  };
  const toInbox = (key: string) => {
    toasts.dismiss(key);
    follow('/inbox');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !(event.target instanceof HTMLElement)) return;
    const key = event.target.closest<HTMLElement>('[data-toast-key]')?.dataset.toastKey;
    if (key !== undefined) toasts.dismiss(key);
  };

  if (shown.length === 0) return null;
  return (
    <section
      ref={region}
      aria-label="New notifications"
      aria-live="off"
      data-under-sheet=""
      onPointerEnter={() => toasts.hold('pointer', true)}
      onPointerLeave={() => toasts.hold('pointer', false)}
      onFocus={(event) => {
        kept.onFocus(event);
        toasts.hold('focus', true);
      }}
      onBlur={(event: FocusEvent) => {
        kept.onBlur();
        if (!event.currentTarget.contains(event.relatedTarget)) toasts.hold('focus', false);
      }}
      onKeyDown={onKeyDown}
      className="fixed inset-x-3 bottom-3 z-20 flex flex-col gap-2 sm:start-auto sm:w-96"
    >
      {shown.map((toast) => {
        const row = toast.kind === 'one' ? rows.find(({ id }) => id === toast.key) : undefined;
        if (toast.kind === 'one' && row === undefined) return null;
        const onDismiss = () => toasts.dismiss(toast.key);
        return (
          <div key={toast.key} data-toast-key={toast.key}>
            {row === undefined ? (
              <ManyToast
                count={toast.ids.length}
                critical={toast.critical}
                onDismiss={onDismiss}
                onOpen={() => toInbox(toast.key)}
              />
            ) : (
              <Toast row={row} onDismiss={onDismiss} onOpen={() => open(row)} />
            )}
          </div>
        );
      })}
    </section>
  );
}
