'use client';

import { CircleCheckIcon, CircleDashedIcon, TriangleAlertIcon } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useInbox, useInboxActions } from '@/lib/client/inbox-provider';
import { useAnnounce } from '../speech/announcer';
import { useFocusKept } from '../use-focus-kept';
import { useConnectionNotice } from './use-connection-notice';

const ICONS = { quiet: CircleDashedIcon, warning: TriangleAlertIcon, success: CircleCheckIcon } as const;

/** A line about the connection: shape, words and colour; nothing while all is well. One of a page is `spoken`. */
export function ConnectionStatus({
  spoken = false,
  onGone,
}: {
  spoken?: boolean;
  /** What it offered is over, and focus was on it. */
  onGone: () => void;
}) {
  const kept = useFocusKept(onGone);
  const notice = useConnectionNotice(useInbox());
  const { refresh } = useInboxActions();
  const announce = useAnnounce();
  const path = usePathname();
  const text = notice?.text ?? null;
  const about = notice?.about ?? null;
  const said = useRef<typeof about>(null);

  // The time in its words goes on by itself: that is no news, and would be read out every minute.
  useEffect(() => {
    if (!spoken || said.current === about) return;
    said.current = about;
    if (text !== null) announce(text);
  }, [spoken, about, text, announce]);

  if (notice === null) return null;
  const Icon = ICONS[notice.tone];
  return (
    <div
      data-connection={notice.tone}
      {...kept}
      className="flex min-h-9 shrink-0 items-center gap-2 border-b border-line bg-raised px-4 py-1.5 text-sm text-muted data-[connection=success]:text-success data-[connection=warning]:text-warning"
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <span className="flex-1">{notice.text}</span>
      {notice.action === 'retry' && (
        <button type="button" onClick={refresh} className={LINK}>
          Retry now
        </button>
      )}
      {notice.action === 'signIn' && (
        // A whole page load: nothing of the ended session stays in memory.
        <a
          href={signInAt(path)}
          // Where it is then: the view and what was opened stand in the query, which may have changed since.
          onClick={({ currentTarget }) => {
            currentTarget.href = signInAt(location.pathname + location.search);
          }}
          className={LINK}
        >
          Sign in
        </a>
      )}
    </div>
  );
}

const signInAt = (path: string) => `/sign-in?callbackUrl=${encodeURIComponent(path)}`;

const LINK =
  'inline-flex min-h-8 items-center font-semibold text-accent underline underline-offset-2 pointer-coarse:min-h-11';
